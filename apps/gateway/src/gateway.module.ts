import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { CommandBus, CqrsModule, QueryBus } from '@nestjs/cqrs';
import { MasterKey } from '#privacy';
import { HealthChecks } from '#runtime';
import { ChangeDirectoryHandler } from './admin/directories/change-directory.handler.js';
import { CreateDirectoryHandler } from './admin/directories/create-directory.handler.js';
import { DirectoriesController } from './admin/directories/directories.controller.js';
import { HistoryController } from './admin/history/history.controller.js';
import { InstallationReads } from './admin/installation-reads.js';
import { InstallationWrites } from './admin/installation-writes.js';
import { ParkedController } from './admin/parked/parked.controller.js';
import { SettleParkedHandler } from './admin/parked/settle-parked.handler.js';
import { ChangeSchemasHandler } from './admin/schemas/change-schemas.handler.js';
import { ExistingData } from './admin/schemas/existing-data.js';
import { ResourceTypesController } from './admin/schemas/resource-types.controller.js';
import { SchemasController } from './admin/schemas/schemas.controller.js';
import { SettingsController } from './admin/settings/settings.controller.js';
import { ShowStatusHandler } from './admin/status/show-status.handler.js';
import { StatusController } from './admin/status/status.controller.js';
import { AddTargetHandler } from './admin/targets/add-target.handler.js';
import { ChangeTargetHandler } from './admin/targets/change-target.handler.js';
import { TargetsController } from './admin/targets/targets.controller.js';
import { IssueTokenHandler } from './admin/tokens/issue-token.handler.js';
import { TokensController } from './admin/tokens/tokens.controller.js';
import { RunBulkHandler } from './bulk/run-bulk.handler.js';
import { DiscoverHandler } from './discovery/discover.handler.js';
import { Dispatcher } from './dispatch/dispatcher.js';
import type { GatewayParts } from './gateway-parts.js';
import { ScimController } from './http/scim.controller.js';
import { OperationsController } from './operations/operations.controller.js';
import { ActiveGeneration } from './proposing/active-generation.js';
import { Admission } from './proposing/admission.js';
import { PartitionProgress } from './proposing/partition-progress.js';
import { CLOCK, DATABASE, LOG, METRICS, PUBLIC_URL } from './provider-tokens.js';
import { CreateResourceHandler } from './resources/create-resource/create-resource.handler.js';
import { DeleteResourceHandler } from './resources/delete-resource/delete-resource.handler.js';
import { GetResourceHandler } from './resources/get-resource/get-resource.handler.js';
import { ListResourcesHandler } from './resources/list-resources/list-resources.handler.js';
import { PatchResourceHandler } from './resources/patch-resource/patch-resource.handler.js';
import { PresentResource } from './resources/presenting/present-resource.js';
import { PresentWritten } from './resources/presenting/present-written.js';
import { QueryResources } from './resources/querying/query-resources.js';
import { ResourceReader } from './resources/reading/resource-reader.js';
import { ReplaceResourceHandler } from './resources/replace-resource/replace-resource.handler.js';
import { SearchResourcesHandler } from './resources/search-resources/search-resources.handler.js';
import { References } from './resources/writing/references.js';
import { ResourceWrites } from './resources/writing/resource-writes.js';
import { TokenUse } from './tokens/token-use.js';

const handlers: Provider[] = [
  PatchResourceHandler,
  ListResourcesHandler,
  SearchResourcesHandler,
  DiscoverHandler,
  RunBulkHandler,
  CreateResourceHandler,
  ReplaceResourceHandler,
  DeleteResourceHandler,
  GetResourceHandler,
  CreateDirectoryHandler,
  ChangeDirectoryHandler,
  ChangeSchemasHandler,
  IssueTokenHandler,
  AddTargetHandler,
  ChangeTargetHandler,
  ShowStatusHandler,
  SettleParkedHandler,
];

const controllers = [
  ScimController,
  OperationsController,
  DirectoriesController,
  SettingsController,
  SchemasController,
  ResourceTypesController,
  TokensController,
  TargetsController,
  StatusController,
  ParkedController,
  HistoryController,
];

@Module({})
class GatewayModule {}

/** Hands what `buildParts` made to controllers and handlers. Wiring only. */
export const gatewayModule = (parts: GatewayParts): DynamicModule => ({
  module: GatewayModule,
  imports: [CqrsModule.forRoot()],
  controllers,
  providers: [...handlers, ...providersOf(parts)],
});

const providersOf = (parts: GatewayParts): Provider[] => [
  { provide: CLOCK, useValue: parts.clock },
  { provide: DATABASE, useValue: parts.database },
  { provide: LOG, useValue: parts.log },
  { provide: METRICS, useValue: parts.metrics },
  { provide: PUBLIC_URL, useValue: parts.config.publicUrl },
  { provide: HealthChecks, useValue: parts.health },
  { provide: MasterKey, useValue: parts.masterKey },
  { provide: ActiveGeneration, useValue: parts.generation },
  { provide: PartitionProgress, useValue: parts.progress },
  { provide: Admission, useValue: parts.admission },
  { provide: TokenUse, useValue: parts.tokenUse },
  { provide: InstallationReads, useValue: parts.installationReads },
  { provide: ExistingData, useValue: parts.existingData },
  { provide: InstallationWrites, useValue: parts.installationWrites },
  { provide: ResourceReader, useValue: parts.reader },
  { provide: ResourceWrites, useValue: parts.writes },
  { provide: References, useValue: parts.references },
  { provide: QueryResources, useValue: parts.queries },
  { provide: PresentResource, useValue: parts.present },
  { provide: PresentWritten, useValue: parts.presentWritten },
  {
    provide: Dispatcher,
    useFactory: (commands: CommandBus, queries: QueryBus) => new Dispatcher(commands, queries),
    inject: [CommandBus, QueryBus],
  },
];
