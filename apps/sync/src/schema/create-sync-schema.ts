import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tablesSql } from './tables.js';
import { viewsSql } from './views.js';

export class CreateSyncSchema1760000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tablesSql);
    await runner.query(viewsSql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only.');
  }
}
