import { type DynamicModule, Module } from '@nestjs/common';
import type { HealthChecks } from '../health-checks.js';
import type { Metrics } from '../metrics.js';
import { HealthController } from './health.controller.js';
import { HEALTH_CHECKS, METRICS } from './tokens.js';

@Module({})
class HealthModule {}

/** `/health/live`, `/health/ready` and `/metrics`. */
export const healthModule = (parts: { readonly health: HealthChecks; readonly metrics: Metrics }): DynamicModule => ({
  module: HealthModule,
  controllers: [HealthController],
  providers: [
    { provide: HEALTH_CHECKS, useValue: parts.health },
    { provide: METRICS, useValue: parts.metrics },
  ],
});
