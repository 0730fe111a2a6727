export type Broker = {
  /** `host:port`, as `KAFKA_BROKERS` wants it. */
  readonly brokers: string;
  readonly port: number;
  readonly dataDir: string;
  /** Settled when the broker's process has ended. */
  readonly exited: Promise<unknown>;
  stop(): Promise<void>;
  kill(): Promise<void>;
};

export function startBroker(options: {
  readonly dataDir: string;
  readonly port?: number;
  readonly settings?: Readonly<Record<string, string>>;
}): Promise<Broker>;
/** Whether this machine has what a broker needs, found out without starting or fetching anything. */
export function canStartBroker(): boolean;
