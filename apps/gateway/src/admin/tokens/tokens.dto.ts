import { IsBoolean, IsInt, IsOptional, IsString } from 'class-validator';

export class IssueTokenDto {
  @IsString()
  label!: string;

  /** Milliseconds since 1970. */
  @IsOptional()
  @IsInt()
  expiresAt?: number | null;

  @IsOptional()
  @IsBoolean()
  readOnly?: boolean;
}
