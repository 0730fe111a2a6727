import { type BeforeApplicationShutdown, type DynamicModule, Inject, Injectable, Module } from '@nestjs/common';
import { type RunningSync, type SyncParts, startSync } from './start-sync.js';

const SYNC = Symbol('sync');

/** Stops sync before the listener closes, so that requests under way end while health still answers. */
@Injectable()
class SyncLife implements BeforeApplicationShutdown {
  constructor(@Inject(SYNC) private readonly sync: RunningSync) {}

  beforeApplicationShutdown(): Promise<void> {
    return this.sync.stop();
  }
}

@Module({})
class SyncModule {}

/** Sync that lives as long as the Nest application around it. */
export const syncModule = (parts: SyncParts): DynamicModule => ({
  module: SyncModule,
  providers: [{ provide: SYNC, useFactory: () => startSync(parts) }, SyncLife],
});
