import { randomUUID } from 'node:crypto';

export type Resource = { readonly id: string; readonly [name: string]: unknown };
export type Answer = { readonly status: number; readonly body?: unknown };

type Stored = Record<string, unknown> & { id: string };
type Operation = { readonly op: string; readonly path?: string; readonly value?: unknown };

const messages = 'urn:ietf:params:scim:api:messages:2.0';

export const scimError = (status: number, scimType?: string): Answer => ({
  status,
  body: { schemas: [`${messages}:Error`], status: String(status), ...(scimType && { scimType }) },
});

/** One resource type of the product, in memory. `uniqueAttribute` undefined: the product takes duplicates. */
export class Collection {
  readonly #byId = new Map<string, Stored>();

  constructor(
    private readonly path: string,
    private readonly uniqueAttribute: string | undefined,
  ) {}

  all(): readonly Resource[] {
    return [...this.#byId.values()];
  }

  remove(id: string): void {
    this.#byId.delete(id);
  }

  /** Puts a resource there without a request, as somebody working in the product would. */
  seed(attributes: Readonly<Record<string, unknown>>): Resource {
    const stored = { ...attributes, id: randomUUID() };
    this.#byId.set(stored.id, stored);
    return stored;
  }

  create(body: Readonly<Record<string, unknown>>): Answer {
    if (this.#isTaken(body)) return scimError(409, 'uniqueness');
    return { status: 201, body: this.#shown(this.seed(body)) };
  }

  /** `attribute eq "value"`, compared without case; other filters are refused. */
  search(filter: string | undefined, count: number): Answer {
    const wanted = filter === undefined ? undefined : /^(\w+) eq ("(?:[^"\\]|\\.)*")$/.exec(filter);
    if (wanted === null) return scimError(400, 'invalidFilter');
    const hits = wanted
      ? this.#matching(String(wanted[1]), String(JSON.parse(String(wanted[2]))))
      : [...this.#byId.values()];
    return {
      status: 200,
      body: {
        schemas: [`${messages}:ListResponse`],
        totalResults: hits.length,
        startIndex: 1,
        itemsPerPage: Math.min(count, hits.length),
        Resources: hits.slice(0, count).map((each) => this.#shown(each)),
      },
    };
  }

  read(id: string): Answer {
    const stored = this.#byId.get(id);
    return stored ? { status: 200, body: this.#shown(stored) } : scimError(404);
  }

  replace(id: string, body: Readonly<Record<string, unknown>>): Answer {
    if (!this.#byId.has(id)) return scimError(404);
    if (this.#isTaken(body, id)) return scimError(409, 'uniqueness');
    this.#byId.set(id, { ...body, id });
    return this.read(id);
  }

  patch(id: string, body: Readonly<Record<string, unknown>>): Answer {
    const stored = this.#byId.get(id);
    if (!stored) return scimError(404);
    for (const operation of (body['Operations'] as readonly Operation[] | undefined) ?? []) apply(stored, operation);
    return this.read(id);
  }

  delete(id: string): Answer {
    return this.#byId.delete(id) ? { status: 204 } : scimError(404);
  }

  #shown(stored: Resource): Resource {
    return { ...stored, meta: { resourceType: this.path.slice(1, -1), location: `${this.path}/${stored.id}` } };
  }

  #isTaken(body: Readonly<Record<string, unknown>>, exceptId?: string): boolean {
    if (this.uniqueAttribute === undefined) return false;
    const value = String(body[this.uniqueAttribute]);
    return this.#matching(this.uniqueAttribute, value).some((each) => each.id !== exceptId);
  }

  #matching(attribute: string, value: string): Stored[] {
    const wanted = value.toLowerCase();
    return [...this.#byId.values()].filter((each) => String(each[attribute] ?? '').toLowerCase() === wanted);
  }
}

/** The PATCH forms that provisioning clients send: path-less objects, plain paths, and `members` with or without a filter. */
const apply = (stored: Stored, { op, path, value }: Operation): void => {
  const filtered = /^members\[value eq ("(?:[^"\\]|\\.)*")\]$/.exec(path ?? '');
  const members = (stored['members'] ?? []) as readonly { readonly value: string }[];
  if (filtered) {
    stored['members'] = members.filter((member) => member.value !== JSON.parse(String(filtered[1])));
  } else if (path === undefined) {
    Object.assign(stored, value);
  } else if (path === 'members') {
    stored['members'] = changed(op.toLowerCase(), members, (value ?? []) as typeof members);
  } else if (op.toLowerCase() === 'remove') {
    delete stored[path];
  } else {
    stored[path] = value;
  }
};

type Members = readonly { readonly value: string }[];

const changed = (op: string, members: Members, given: Members): Members => {
  const named = new Set(given.map((member) => member.value));
  const others = members.filter((member) => !named.has(member.value));
  if (op === 'replace') return given;
  if (op === 'remove') return named.size === 0 ? [] : others;
  return [...others, ...given];
};
