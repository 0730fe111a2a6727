import type { ConnectionOptions } from 'node:tls';
import type { Logger } from '#runtime';

export type KafkaLogOptions = {
  /** `host:port` of brokers to ask first; any of them leads to the whole cluster. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** `true`: TLS with the certificate authorities Node trusts. An object: settings of one's own. */
  readonly tls?: boolean | ConnectionOptions | undefined;
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
  readonly logger?: Logger;
};
