/** @param path behind `/admin/v1` */
export const adminCall = async (
  { origin, adminToken }: { readonly origin: string; readonly adminToken: string },
  method: 'POST' | 'PATCH',
  path: string,
  body: unknown,
): Promise<Record<string, string>> => {
  const answer = await fetch(`${origin}/admin/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, string>;
};
