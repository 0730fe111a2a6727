import { Controller, Get, Param, Patch, Put, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StoredDirectory } from '#read-model';
import {
  defaultLimits,
  isProviderKind,
  limitDescriptions,
  limitNames,
  presetOf,
  type SettingName,
  settingDescriptions,
  settingNames,
} from '#scim';
import type { Problem } from '../../http/send.js';
import { answer } from '../answer.js';
import { ChangeDirectory } from '../directories/change-directory.command.js';
import { noDirectory } from '../directories/change-directory.handler.js';
import { InstallationReads } from '../installation-reads.js';
import { readBody } from '../read-dto.js';
import { requestIdOfAdmin } from '../request-id-of-admin.js';

/** What a directory makes of the RFC's freedoms: `null` in a change goes back to the provider's preset. */
@Controller('admin/v1/directories/:directory/settings')
export class SettingsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: InstallationReads,
  ) {}

  @Get()
  async show(@Param('directory') reference: string, @Res() reply: FastifyReply): Promise<void> {
    const row = await this.reads.directory(reference);
    answer(reply, row ? settingsView(row) : noDirectory(reference));
  }

  @Patch()
  async change(@Param('directory') reference: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const body = readBody(request);
    if (body.kind === 'problem') return answer(reply, body);
    await this.#change(reference, { settings: body.value, merge: true }, request, reply);
  }

  @Put()
  async replace(@Param('directory') reference: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const body = readBody(request);
    if (body.kind === 'problem') return answer(reply, body);
    await this.#change(reference, { settings: body.value }, request, reply);
  }

  async #change(
    reference: string,
    change: { readonly settings: Readonly<Record<string, unknown>>; readonly merge?: boolean },
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const command = new ChangeDirectory(reference, { kind: 'change-settings', ...change }, requestIdOfAdmin(request));
    const changed = await this.commands.execute<ChangeDirectory, StoredDirectory | Problem>(command);
    answer(reply, 'kind' in changed ? changed : settingsView(changed));
  }
}

const settingsView = (row: StoredDirectory) => {
  const preset = presetOf(isProviderKind(row.provider) ? row.provider : 'generic');
  return {
    settings: settingNames.map((name: SettingName) => ({
      name,
      value: row.settings[name] ?? preset[name],
      preset: preset[name],
      values: settingDescriptions[name].values,
      reason: settingDescriptions[name].reason,
    })),
    limits: limitNames.map((name) => ({
      name,
      value: row.settings[name] ?? defaultLimits[name],
      ...limitDescriptions[name],
    })),
  };
};
