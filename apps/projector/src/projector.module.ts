import { type BeforeApplicationShutdown, type DynamicModule, Inject, Injectable, Module } from '@nestjs/common';
import { type ProjectorDependencies, type RunningProjector, startProjector } from './start-projector.js';

const PROJECTOR = Symbol('projector');

/** Stops the projector before the listener closes, so that its last batch is committed while health still answers. */
@Injectable()
class ProjectorLife implements BeforeApplicationShutdown {
  constructor(@Inject(PROJECTOR) private readonly projector: RunningProjector) {}

  beforeApplicationShutdown(): Promise<void> {
    return this.projector.stop();
  }
}

@Module({})
class ProjectorModule {}

/** A projector that lives as long as the Nest application around it. */
export const projectorModule = (dependencies: ProjectorDependencies): DynamicModule => ({
  module: ProjectorModule,
  providers: [{ provide: PROJECTOR, useFactory: () => startProjector(dependencies) }, ProjectorLife],
});
