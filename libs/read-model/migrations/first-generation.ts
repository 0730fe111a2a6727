import type { MigrationInterface, QueryRunner } from 'typeorm';
import { generationSchemaSql } from '../schema/generation.js';

export const FIRST_GENERATION = 'rm_1';

export class CreateFirstGeneration1760000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(generationSchemaSql(FIRST_GENERATION));
    await runner.query('insert into core.projection_pointer (active) values ($1)', [FIRST_GENERATION]);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
