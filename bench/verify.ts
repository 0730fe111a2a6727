/** What became of acknowledged writes, read back through the list. */
export type Verification = { readonly acknowledged: number; readonly absent: number; readonly doubled: number };

const pageSize = 200;

/** Reads every user of the directory and looks for each acknowledged userName: there, and once. */
export const verifyCreated = async (
  origin: string,
  token: string,
  acknowledged: ReadonlySet<string>,
): Promise<Verification> => {
  const found = new Map<string, number>();
  for (let startIndex = 1; ; ) {
    const answer = await fetch(
      `${origin}/scim/v2/Users?startIndex=${startIndex}&count=${pageSize}&attributes=userName`,
      {
        headers: { authorization: `Bearer ${token}` },
      },
    );
    if (!answer.ok) throw new Error(`The list answered ${answer.status}: ${await answer.text()}`);
    const page = (await answer.json()) as { totalResults: number; Resources: { userName: string }[] };
    for (const { userName } of page.Resources) found.set(userName, (found.get(userName) ?? 0) + 1);
    startIndex += page.Resources.length;
    if (page.Resources.length === 0 || startIndex > page.totalResults) break;
  }
  return {
    acknowledged: acknowledged.size,
    absent: [...acknowledged].filter((name) => !found.has(name)).length,
    doubled: [...found.values()].filter((count) => count > 1).length,
  };
};
