/** An answer as a client sees it. */
export type Answer = { readonly status: number; readonly headers: Headers; readonly body: Record<string, unknown> };

export type Client = {
  request(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
};

const requestMs = 20_000;

/** A client that keeps to one base URL and one token. An unreachable server answers with status 0. */
export const client = (base: string, token: string, contentType: string): Client => ({
  async request(method, path, body, headers = {}) {
    try {
      const answer = await fetch(`${base}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': contentType }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        signal: AbortSignal.timeout(requestMs),
      });
      const text = await answer.text();
      return { status: answer.status, headers: answer.headers, body: text === '' ? {} : JSON.parse(text) };
    } catch {
      return { status: 0, headers: new Headers(), body: {} };
    }
  },
});

export const adminClient = (origin: string, adminToken: string): Client =>
  client(`${origin}/admin/v1`, adminToken, 'application/json');

export const scimClient = (origin: string, token: string): Client =>
  client(`${origin}/scim/v2`, token, 'application/scim+json');

export const createDirectory = async (
  origin: string,
  adminToken: string,
  name: string,
  provider = 'generic',
): Promise<{ id: string; token: string; scim: Client }> => {
  const { status, body } = await adminClient(origin, adminToken).request('POST', '/directories', { name, provider });
  if (status !== 201) throw new Error(`The directory was not created: ${status} ${JSON.stringify(body)}`);
  const token = body['token'] as string;
  return { id: body['id'] as string, token, scim: scimClient(origin, token) };
};

const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';

export const aPerson = (userName: string, changes: Record<string, unknown> = {}) => ({
  schemas: [userSchema],
  userName,
  name: { givenName: 'Ada', familyName: 'Example' },
  emails: [{ value: userName, type: 'work', primary: true }],
  active: true,
  ...changes,
});

/** Every user of a directory by userName, read page by page; a name that comes twice shows with a count of 2. */
export const countByUserName = async (scim: Client): Promise<Map<string, number>> => {
  const found = new Map<string, number>();
  for (let startIndex = 1; ; ) {
    const { status, body } = await scim.request('GET', `/Users?startIndex=${startIndex}&count=200&attributes=userName`);
    if (status !== 200) throw new Error(`The list answered ${status}: ${JSON.stringify(body)}`);
    const page = body['Resources'] as { userName: string }[];
    for (const { userName } of page) found.set(userName, (found.get(userName) ?? 0) + 1);
    startIndex += page.length;
    if (page.length === 0 || startIndex > (body['totalResults'] as number)) return found;
  }
};
