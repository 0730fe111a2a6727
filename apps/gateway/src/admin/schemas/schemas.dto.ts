import { Type } from 'class-transformer';
import { IsArray, IsBoolean, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';

export class ExtendsDto {
  @IsString()
  resourceType!: string;

  @IsOptional()
  @IsBoolean()
  required?: boolean;
}

export class PutSchemaDto {
  /** Of RFC 7643 §7 form. */
  @IsObject()
  document!: Record<string, unknown>;

  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ExtendsDto)
  extends?: ExtendsDto[];
}

export class PutResourceTypeDto {
  /** Of RFC 7643 §6 form. */
  @IsObject()
  document!: Record<string, unknown>;
}
