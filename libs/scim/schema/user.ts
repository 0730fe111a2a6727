import { attribute, complex, flag, plural, reference } from './attribute-notation.js';
import type { SchemaDefinition } from './definition.js';
import { USER_SCHEMA } from './urns.js';

const phoneTypes = ['work', 'home', 'mobile', 'fax', 'pager', 'other'];
const imTypes = ['aim', 'gtalk', 'icq', 'xmpp', 'msn', 'skype', 'qq', 'yahoo'];

/** RFC 7643 §4.1 and §8.7.1. */
export const userSchema: SchemaDefinition = {
  id: USER_SCHEMA,
  name: 'User',
  description: 'User Account',
  attributes: [
    attribute('userName', 'The name the user signs in with; unique within the directory.', {
      required: true,
      uniqueness: 'server',
    }),
    complex('name', 'The parts of the user’s name.', [
      attribute('formatted', 'The whole name, ready to show.'),
      attribute('familyName', 'Family name, or last name.'),
      attribute('givenName', 'Given name, or first name.'),
      attribute('middleName', 'Middle names.'),
      attribute('honorificPrefix', 'Title before the name.'),
      attribute('honorificSuffix', 'Suffix after the name.'),
    ]),
    attribute('displayName', 'The name to show to others.'),
    attribute('nickName', 'The casual name.'),
    reference('profileUrl', 'A page about the user.', ['external']),
    attribute('title', 'Job title.'),
    attribute('userType', 'The user’s relation to the organization.'),
    attribute('preferredLanguage', 'Preferred languages, as in Accept-Language.'),
    attribute('locale', 'Locale for dates, numbers and currency.'),
    attribute('timezone', 'IANA time zone name.'),
    flag('active', 'Whether the user may sign in.'),
    attribute('password', 'Accepted and never kept or shown.', { mutability: 'writeOnly', returned: 'never' }),
    plural('emails', 'E-mail addresses.', attribute('value', 'The address.'), ['work', 'home', 'other']),
    plural('phoneNumbers', 'Telephone numbers.', attribute('value', 'The number.'), phoneTypes),
    plural('ims', 'Instant messaging addresses.', attribute('value', 'The address.'), imTypes),
    plural('photos', 'Pictures of the user.', reference('value', 'URL of the picture.', ['external']), [
      'photo',
      'thumbnail',
    ]),
    complex(
      'addresses',
      'Postal addresses.',
      [
        attribute('formatted', 'The whole address, ready to show.'),
        attribute('streetAddress', 'Street, house number and the like.'),
        attribute('locality', 'City.'),
        attribute('region', 'State or region.'),
        attribute('postalCode', 'Postal code.'),
        attribute('country', 'Country, ISO 3166-1 alpha-2.'),
        attribute('type', 'What this address is for.', { canonicalValues: ['work', 'home', 'other'] }),
        flag('primary', 'Whether this is the preferred address; true at most once.'),
      ],
      { multiValued: true },
    ),
    complex(
      'groups',
      'Groups the user belongs to, directly or through other groups.',
      [
        attribute('value', 'The group’s id.', { caseExact: true, mutability: 'readOnly' }),
        reference('$ref', 'The group’s URI.', ['User', 'Group'], { mutability: 'readOnly' }),
        attribute('display', 'The group’s name.', { mutability: 'readOnly' }),
        attribute('type', 'How the user belongs to it.', {
          mutability: 'readOnly',
          canonicalValues: ['direct', 'indirect'],
        }),
      ],
      { multiValued: true, mutability: 'readOnly' },
    ),
    plural('entitlements', 'Things the user is entitled to.', attribute('value', 'The entitlement.')),
    plural('roles', 'Roles of the user.', attribute('value', 'The role.')),
    plural(
      'x509Certificates',
      'Certificates of the user.',
      attribute('value', 'DER, in base64.', { type: 'binary', caseExact: true }),
    ),
  ],
};
