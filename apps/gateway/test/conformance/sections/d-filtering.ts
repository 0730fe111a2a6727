import { deviceBody, directoryWithDevices } from '../device.js';
import type { Ground } from '../ground.js';
import { enterpriseSchema, filtered, listSchema, metaOf, unknownId, userBody, userSchema } from '../wire.js';
import { certificate, filterWorld } from './d-filter-world.js';

export const filtering = (ground: Ground): void =>
  describe('D. Filtering', () => {
    const { get, found, foundDevices, refused, idOfKey } = filterWorld(ground);

    it('#94 eq finds the one; nobody is an empty list', async () => {
      const one = await get(filtered('/Users', 'userName eq "bert@example.com"'));
      expect(one.body).toMatchObject({ totalResults: 1, Resources: [{ id: idOfKey('bert') }] });
      const none = await get(filtered('/Users', 'userName eq "nobody@example.com"'));
      expect(none).toMatchObject({ status: 200, body: { schemas: [listSchema], totalResults: 0, Resources: [] } });
    });

    it('#95 names and operators may be in any case', async () => {
      expect(await found('USERNAME EQ "bert@example.com"')).toEqual(['bert']);
      expect(await found('Name.FAMILYname Sw "M" AND NOT (TITLE Pr) Or nickname CO "xr"')).toEqual(['bert']);
    });

    it('#96 values compare as their attribute’s caseExact says', async () => {
      expect(await found('userName eq "BERT@EXAMPLE.COM"')).toEqual(['bert']);
      expect(await found('externalId eq "ext-a"')).toEqual(['bert']);
      expect(await found('externalId eq "Ext-A"')).toEqual(['anna']);
      expect(await found('externalId eq "EXT-A"')).toEqual([]);
      expect(await found(`id eq "${idOfKey('anna').toUpperCase()}"`)).toEqual([]);
      expect(await found('meta.resourceType eq "user"')).toEqual([]);
    });

    it.each([
      ['name.givenName ne "Anna"', ['bert', 'carl', 'dora']],
      ['name.givenName co "r"', ['bert', 'carl']],
      ['name.givenName sw "ca"', ['carl']],
      ['name.givenName ew "RT"', ['bert']],
      ['name.givenName gt "bert"', ['carl']],
      ['name.givenName ge "bert"', ['bert', 'carl']],
      ['name.givenName lt "bert"', ['anna']],
      ['name.givenName le "bert"', ['anna', 'bert']],
      ['name.givenName pr', ['anna', 'bert', 'carl']],
    ])('#97 %s', async (filter, keys) => {
      expect(await found(filter)).toEqual(keys);
    });

    it.each([
      ['displayName co "100%"', ['anna']],
      ['nickName co "n_n"', ['anna']],
      ['nickName co "b_rt"', []],
      ['nickName ew "*"', ['bert']],
      ['displayName co "k\\\\s"', ['bert']],
      ['displayName co "%"', ['anna']],
      ['displayName sw "_"', []],
    ])('#98 %s takes wildcards literally', async (filter, keys) => {
      expect(await found(filter)).toEqual(keys);
    });

    it('#99 an absent boolean is neither true nor false', async () => {
      expect(await found('active eq false')).toEqual(['bert']);
      expect(await found('active eq true')).toEqual(['anna', 'carl', 'dora']);
      expect(await foundDevices('retired eq true')).toEqual(['five']);
      expect(await foundDevices('retired eq false')).toEqual(['minus']);
      expect(await foundDevices('retired ne true')).toEqual(['minus', 'none']);
      expect(await foundDevices('not (retired eq true)')).toEqual(['minus', 'none']);
    });

    it('#99 (cfg) with absentBooleanNotEqual no-match ne leaves the absent out', async () => {
      const own = await directoryWithDevices(ground, { absentBooleanNotEqual: 'no-match' });
      await own.scim.request('POST', '/Devices', deviceBody());
      const total = async (filter: string) =>
        (await own.scim.request('GET', filtered('/Devices', filter))).body['totalResults'];
      expect(await total('retired ne true')).toBe(0);
      expect(await total('not (retired eq true)')).toBe(1);
    });

    it.each([
      'active gt true',
      'active co "t"',
      'active sw true',
      `x509Certificates.value gt "${certificate}"`,
      'emails.primary le false',
    ])('#100 %s is refused', async (filter) => {
      await refused(filter);
    });

    it.each([
      ['slots gt 4', ['five']],
      ['slots gt 5', []],
      ['slots ge 5', ['five']],
      ['slots lt 0', ['minus']],
      ['slots eq -3', ['minus']],
      ['weight eq 7.0', ['five']],
      ['weight eq 7e0', ['five']],
      ['weight eq 70e-1', ['five']],
      ['weight le 0.5', ['minus']],
      ['slots ne 5', ['minus', 'none']],
    ])('#101 %s', async (filter, keys) => {
      expect(await foundDevices(filter)).toEqual(keys);
    });

    it.each([
      ['bought eq "2026-03-01T10:00:00Z"', ['five']],
      ['bought eq "2026-03-01T11:00:00.000000000+01:00"', ['five']],
      ['bought eq "2026-03-01T10:00:00.500Z"', ['minus']],
      ['bought eq "2026-03-01T04:30:00.5-05:30"', ['minus']],
      ['bought gt "2026-03-01T10:00:00.4999Z"', ['minus']],
      ['bought lt "2026-03-01T10:00:00.1Z"', ['five']],
    ])('#102 %s compares instants', async (filter, keys) => {
      expect(await foundDevices(filter)).toEqual(keys);
    });

    it('#103 lastModified is not greater than itself', async () => {
      const read = await get(`/Users/${idOfKey('carl')}`);
      const time = metaOf(read)['lastModified'];
      const mine = `id eq "${idOfKey('carl')}"`;
      expect(await found(`${mine} and meta.lastModified gt "${time}"`)).toEqual([]);
      expect(await found(`${mine} and meta.lastModified ge "${time}"`)).toEqual(['carl']);
      expect(await found(`${mine} and meta.lastModified eq "${time}"`)).toEqual(['carl']);
    });

    it.each(['2026-13-01T00:00:00Z', '2026-02-30T00:00:00Z', '2026-03-01', 'yesterday', ''])(
      '#104 the date %j is refused',
      async (date) => {
        await refused(`meta.created gt "${date}"`);
      },
    );

    it('#105 pr is false for whatever holds no value', async () => {
      const own = await ground.directory();
      const bodies = [{}, { title: null, emails: null }, { emails: [], name: {} }, { name: { givenName: null } }];
      for (const body of bodies) await own.scim.request('POST', '/Users', userBody(body));
      await own.scim.request('POST', '/Users', userBody({ title: '' }));
      const total = async (filter: string) =>
        (await own.scim.request('GET', filtered('/Users', filter))).body['totalResults'];
      for (const path of [
        'title',
        'emails',
        'name',
        'name.givenName',
        'emails.value',
        enterpriseSchema.concat(':manager'),
      ]) {
        expect([path, await total(`${path} pr`)]).toEqual([path, 0]);
        expect([path, await total(`not (${path} pr)`)]).toEqual([path, 5]);
      }
      expect(await total('userName pr')).toBe(5);
      expect(await total('active pr')).toBe(5);
    });

    it.each([
      ['not (userName sw "a")', ['bert', 'carl', 'dora']],
      ['not(userName sw "a")', ['bert', 'carl', 'dora']],
      ['not (not (userName sw "a"))', ['anna']],
      ['not (userName sw "a" or userName sw "b")', ['carl', 'dora']],
      ['not (active eq true and title pr)', ['bert', 'carl', 'dora']],
      ['not (emails[type eq "work"])', ['carl', 'dora']],
    ])('#106 %s', async (filter, keys) => {
      expect(await found(filter)).toEqual(keys);
    });

    it.each([
      ['userName sw "a" or userName sw "b" and active eq true', ['anna']],
      ['(userName sw "a" or userName sw "b") and active eq false', ['bert']],
      ['not (userName sw "a") and active eq true', ['carl', 'dora']],
      ['not (userName sw "a") and title pr or userName sw "d"', ['bert', 'dora']],
      [`${'('.repeat(20)}userName sw "d"${')'.repeat(20)}`, ['dora']],
    ])('#107 %s', async (filter, keys) => {
      expect(await found(filter)).toEqual(keys);
    });

    it('#108 conditions in brackets hold for one element, others for any', async () => {
      expect(await found('emails[type eq "work" and value co "@example.com"]')).toEqual(['anna']);
      expect(await found('emails.type eq "work" and emails.value co "@example.com"')).toEqual(['anna', 'bert']);
    });

    it.each([
      ['emails[type eq "home" or value co "other"]', ['anna', 'bert', 'carl']],
      ['emails[not (type eq "work") and value co "example"]', ['bert']],
      ['emails[(type eq "work" or type eq "home") and (value ew ".test")]', ['anna', 'bert']],
      ['emails[primary eq true]', ['anna']],
      ['emails[not (type pr)]', ['carl']],
      ['emails[type eq "work"] and active eq false', ['bert']],
      ['emails[type eq "work"] or userName sw "d"', ['anna', 'bert', 'dora']],
      ['emails[type eq "work"].value sw "anna"', ['anna']],
    ])('#109 %s', async (filter, keys) => {
      expect(await found(filter)).toEqual(keys);
    });

    it('#110 a multi-valued attribute by itself means its value', async () => {
      expect(await found('emails co "@home.test"')).toEqual(['anna', 'bert']);
      expect(await found('emails eq "ANNA@example.com"')).toEqual(['anna']);
    });

    it('#111 any element may match, and pr asks for one', async () => {
      expect(await found('emails.value ew "home.test"')).toEqual(['anna', 'bert']);
      expect(await found('emails pr')).toEqual(['anna', 'bert', 'carl']);
      expect(await foundDevices('codes eq "blue"')).toEqual(['none']);
      expect(await foundDevices('codes pr')).toEqual(['none']);
    });

    it('#112 sub-attributes are found, three levels deep too', async () => {
      expect(await found('name.familyName eq "ÖZIL"')).toEqual(['bert']);
      expect(await found(`${enterpriseSchema}:manager.value eq "${unknownId}"`)).toEqual(['anna']);
      expect(await found(`${enterpriseSchema}:manager.displayName co "x"`)).toEqual([]);
    });

    it('#113 URN-qualified names are found in any case', async () => {
      expect(await found(`${userSchema}:userName sw "bert"`)).toEqual(['bert']);
      expect(await found(`${userSchema.toUpperCase()}:name.givenName eq "carl"`)).toEqual(['carl']);
      expect(await found(`${enterpriseSchema}:department eq "r&d"`)).toEqual(['anna']);
      expect(await found(`${enterpriseSchema.toUpperCase()}:DEPARTMENT eq "Sales"`)).toEqual(['carl']);
    });

    it('#114 schemas eq finds users with the extension', async () => {
      expect(await found(`schemas eq "${enterpriseSchema}"`)).toEqual(['anna', 'carl']);
      expect(await found(`schemas eq "${userSchema}"`)).toHaveLength(4);
    });

    it('#115 common attributes can be asked for', async () => {
      const created = metaOf(await get(`/Users/${idOfKey('anna')}`))['created'];
      expect(await found('meta.resourceType eq "User"')).toHaveLength(4);
      expect(await found(`meta.created ge "${created}"`)).toHaveLength(4);
      expect(await found('meta.created lt "2001-01-01T00:00:00Z"')).toEqual([]);
      expect(await found(`id eq "${idOfKey('carl')}"`)).toEqual(['carl']);
      expect(await found(`id ne "${idOfKey('carl')}"`)).toEqual(['anna', 'bert', 'dora']);
      expect(await found('externalId pr')).toEqual(['anna', 'bert']);
      expect(await found(`meta.location ew "${idOfKey('dora')}"`)).toEqual(['dora']);
    });

    it('#116 an id that is no UUID finds nobody', async () => {
      expect(await found('id eq "not-a-uuid"')).toEqual([]);
      expect(await found('id sw "not-a-uuid"')).toEqual([]);
    });
  });
