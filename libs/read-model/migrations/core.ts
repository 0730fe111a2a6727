import type { MigrationInterface, QueryRunner } from 'typeorm';
import { coreSchemaSql } from '../schema/core.js';

export class CreateCore1760000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(coreSchemaSql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
