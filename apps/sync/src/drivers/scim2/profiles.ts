/** How a product departs from SCIM's common ground. Numbers are defaults; a target's settings override them. */
export type Profile = {
  readonly update: 'put' | 'patch';
  /** `with_update`: `active` travels in the update. `patch_pathless`: a PATCH of its own with a value object. */
  readonly activation: 'with_update' | 'patch_pathless';
  /** What an existing account is looked up by, in order. */
  readonly matchOn: readonly ('externalId' | 'name')[];
  readonly membersPerRequest: number;
  readonly ratePerSecond: number;
  readonly burst: number;
};

const generic: Profile = {
  update: 'put',
  activation: 'with_update',
  matchOn: ['externalId', 'name'],
  membersPerRequest: 100,
  ratePerSecond: 25,
  burst: 50,
};

/** Documented: PUT for attributes, activation by path-less PATCH, lists filtered by userName only, 1,000 requests in 30 s. */
const strongdm: Profile = {
  ...generic,
  activation: 'patch_pathless',
  matchOn: ['name'],
  ratePerSecond: 30,
};

const profiles: Readonly<Record<string, Profile>> = { generic, strongdm, rowzero: generic };

/** The named profile, or the generic one: an unknown name is refused where targets are added. */
export const profileOf = (name: string): Profile => profiles[name] ?? generic;
