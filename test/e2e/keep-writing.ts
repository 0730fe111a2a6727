import { aPerson, type Client } from './clients.js';

export type Writing = {
  /** userNames of the people whose creation was acknowledged, so far. */
  readonly acknowledged: ReadonlySet<string>;
  /** Those whose creation was answered with a definite "not applied". */
  readonly refused: ReadonlySet<string>;
  stop(): Promise<void>;
};

const writersPerClient = 4;

/** Creates one person after the other, each once, through each of the clients, until told to stop. */
export const keepWriting = (name: string, clients: readonly Client[]): Writing => {
  const acknowledged = new Set<string>();
  const refused = new Set<string>();
  let isOver = false;
  const write = async (client: Client, writer: number): Promise<void> => {
    for (let n = 0; !isOver; n += 1) {
      const userName = `${name}-${writer}-${n}@example.com`;
      const { status, body } = await client.request('POST', '/Users', aPerson(userName));
      if (status === 201) acknowledged.add(userName);
      if (status === 503 && String(body['detail']).includes('not applied')) refused.add(userName);
      if (status !== 201) await new Promise((done) => setTimeout(done, 50));
    }
  };
  const writing = Promise.all(
    Array.from({ length: writersPerClient * clients.length }, (_, writer) =>
      write(clients[writer % clients.length] as Client, writer),
    ),
  );
  return {
    acknowledged,
    refused,
    stop: async () => {
      isOver = true;
      await writing;
    },
  };
};
