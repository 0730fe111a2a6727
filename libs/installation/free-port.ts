import { createServer } from 'node:net';
import { StartFailure } from './start-failure.js';

/** Fails early, before a database is started, when the port is taken or not ours to use. */
export const assertPortIsFree = (port: number): Promise<void> =>
  new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${error.code})`;
      fail(new StartFailure([`Port ${port} ${why}: stop what uses it, or set PORT to another one.`]));
    });
    probe.listen(port, () => probe.close(() => done()));
  });
