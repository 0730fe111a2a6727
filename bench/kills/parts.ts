import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker } from '#scripts/kafka/broker';
import { type App, launchService, type Service, startService } from '#testing';

export type PartName = 'gateway' | 'projector' | 'sync' | 'broker';
export const partNames: readonly PartName[] = ['gateway', 'projector', 'sync', 'broker'];

/** The production shape: a broker and three services, each of which can be killed and comes back on its address. */
export type Parts = {
  readonly gatewayUrl: string;
  kill(part: PartName): Promise<void>;
  restart(part: PartName): Promise<void>;
  stop(): Promise<void>;
};

export const startParts = async (environment: Readonly<Record<string, string>>): Promise<Parts> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'rollcall-kills-'));
  let broker = await startBroker({ dataDir });
  const shared = { ...environment, ROLLCALL_LOG: 'kafka', KAFKA_BROKERS: broker.brokers };
  const services = new Map<App, Service>();
  for (const app of ['projector', 'sync', 'gateway'] as const) services.set(app, await startService(app, shared));
  const service = (app: App): Service => services.get(app) as Service;
  const portOf = (app: App): string => new URL(service(app).url).port;
  const gatewayUrl = service('gateway').url;
  return {
    gatewayUrl,
    kill: async (part) => {
      if (part === 'broker') await broker.kill();
      else await service(part).kill('SIGKILL');
    },
    restart: async (part) => {
      if (part === 'broker') broker = await startBroker({ dataDir, port: broker.port });
      else services.set(part, await launchService(part, { ...shared, PORT: portOf(part) }));
    },
    stop: async () => {
      for (const running of services.values()) await running.kill('SIGTERM');
      await broker.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
