import { IsIn, IsObject, IsOptional, IsString } from 'class-validator';
import { providerKinds } from '#scim';

export class CreateDirectoryDto {
  @IsString()
  name!: string;

  @IsOptional()
  @IsIn([...providerKinds])
  provider?: string;

  @IsOptional()
  @IsObject()
  settings?: Record<string, unknown>;
}

export class RenameDirectoryDto {
  @IsString()
  name!: string;
}
