import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { HealthChecks, type Metrics } from '#runtime';
import { METRICS } from '../provider-tokens.js';

@Controller()
export class OperationsController {
  constructor(
    private readonly health: HealthChecks,
    @Inject(METRICS) private readonly metrics: Metrics,
  ) {}

  /** The process runs and turns its event loop; says nothing about its neighbours. */
  @Get('health/live')
  live(@Res() reply: FastifyReply): void {
    reply.header('content-type', 'application/json').send('{"status":"live"}');
  }

  @Get('health/ready')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const report = await this.health.report();
    reply
      .code(report.ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .header('content-type', 'application/json');
    reply.send(JSON.stringify(report));
  }

  @Get('metrics')
  async scrape(@Res() reply: FastifyReply): Promise<void> {
    reply.header('content-type', this.metrics.contentType).send(await this.metrics.text());
  }
}
