import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { AreTargetSettings } from './are-target-settings.js';

/** What sync has a profile for. */
const targetProfiles = ['generic', 'strongdm', 'rowzero'] as const;

const TOKEN_LENGTH = 16_384;

export class AddTargetDto {
  @IsString()
  name!: string;

  /** Id or name. */
  @IsString()
  directory!: string;

  @IsOptional()
  @IsIn([...targetProfiles])
  profile?: string;

  @IsString()
  url!: string;

  @IsString()
  @MinLength(1)
  @MaxLength(TOKEN_LENGTH)
  token!: string;

  @IsOptional()
  @AreTargetSettings()
  settings?: Record<string, unknown>;
}

export class ChangeTargetDto {
  @IsOptional()
  @IsString()
  name?: string;

  @IsOptional()
  @IsIn([...targetProfiles])
  profile?: string;

  @IsOptional()
  @IsString()
  url?: string;

  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(TOKEN_LENGTH)
  token?: string;

  @IsOptional()
  @AreTargetSettings()
  settings?: Record<string, unknown>;
}
