import { eventually, startDownstream } from '#testing';
import { adminCall } from '../admin-call.js';
import { userBody } from '../people.js';
import type { Trial } from '../workload.js';
import { figureOf } from './figure.js';

const people = 60;
const pauseMs = 100;

/** From the 201 to the account in the product, on an idle system, in a directory of its own. */
export const downstream: Trial = {
  name: 'downstream',
  about: 'from the 201 until the downstream product has the account, idle system',
  run: async (ground) => {
    const product = await startDownstream({ token: 'bench' });
    try {
      const directory = await adminCall(ground, 'POST', '/directories', { name: 'downstream', provider: 'generic' });
      const target = { directory: directory['id'], profile: 'generic', url: product.url, token: 'bench' };
      await adminCall(ground, 'POST', '/targets', { name: 'product', ...target, settings: { ratePerSecond: 1_000 } });
      const latencies: number[] = [];
      for (let n = 0; n < people; n += 1) {
        const answer = await fetch(`${ground.origin}/scim/v2/Users`, {
          method: 'POST',
          headers: { authorization: `Bearer ${directory['token']}`, 'content-type': 'application/scim+json' },
          body: userBody('downstream', n),
        });
        if (answer.status !== 201) throw new Error(`POST /Users answered ${answer.status}`);
        const begin = performance.now();
        const arrived = (): void => {
          if (product.accounts().length <= n) throw new Error(`The product has ${product.accounts().length} accounts.`);
        };
        await eventually(arrived, { deadlineMs: 30_000, everyMs: 2 });
        if (n > 0) latencies.push(performance.now() - begin);
        await new Promise((done) => setTimeout(done, pauseMs));
      }
      return figureOf(latencies);
    } finally {
      await product.close();
    }
  },
};
