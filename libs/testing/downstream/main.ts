import { startDownstream } from './start-downstream.js';

const [port = '0', token = 'downstream-token'] = process.argv.slice(2);
const downstream = await startDownstream({ port: Number(port), token });
process.stdout.write(`${JSON.stringify({ url: downstream.url, token })}\n`);
process.once('SIGTERM', () => {
  downstream.close().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
