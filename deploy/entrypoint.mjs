// Starts the service named by the first argument in this process, so that signals reach it.
const services = ['gateway', 'projector', 'sync'];
const service = process.argv[2];

if (!services.includes(service)) {
  console.error(`Unknown service ${JSON.stringify(service ?? '')}: name one of ${services.join(', ')}.`);
  process.exit(1);
}
await import(`../dist/apps/${service}/src/main.js`);
