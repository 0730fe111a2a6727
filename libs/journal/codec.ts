import { crc32 } from 'node:zlib';
import type { JournalRecord } from './proposal.js';
import { isFormat1, isNewer, problemOf } from './record-shape.js';

/*
 * Wire form of a journal record.
 *
 *   record      = headers value
 *   headers     = "m": "rj1"                 magic: a record of this journal, wire form 1
 *                 "c": commandId             of a proposal, part or control; absent from a noop
 *                 "d": checksum              of the value's bytes
 *                 [ "traceparent": text ]    W3C Trace Context; no part of the record
 *   checksum    = 8 lower-case hex digits, CRC-32 (ISO-HDLC)
 *   value       = one JSON object, UTF-8: Proposal | Part | Noop | Control
 *
 * Rule 0, frozen: whatever does not follow this is foreign and ignored, so that no other producer can stop a
 * partition. The checksum is needed because the log's client does not check the batches it reads.
 */

const MAGIC = 'rj1';
const ANY_MAGIC = /^rj(\d{1,9})$/;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export type WireRecord = { readonly headers: Readonly<Record<string, string>>; readonly value: Uint8Array };

/** Not a record of this journal. `newer`: one of a later release; whoever judges must stop instead of ignoring it. */
export type ForeignRecord = { readonly kind: 'foreign'; readonly problem: string; readonly newer?: true };

/** @param traceparent W3C Trace Context of the request, carried as a header only */
export const encodeRecord = (record: JournalRecord, traceparent?: string): WireRecord => {
  const value = Buffer.from(JSON.stringify(record), 'utf8');
  return {
    headers: {
      m: MAGIC,
      ...(record.kind !== 'noop' && { c: record.commandId }),
      d: checksumOf(value),
      ...(traceparent !== undefined && { traceparent }),
    },
    value,
  };
};

/** Never throws: whatever bytes come in, the answer is a record that can be judged, or why there is none. */
export const decodeRecord = ({ headers, value }: WireRecord): JournalRecord | ForeignRecord => {
  const magic = headers['m'];
  if (magic !== MAGIC) {
    const newer = Number(ANY_MAGIC.exec(magic ?? '')?.[1] ?? 0) > 1;
    return newer ? newerThanThis('wire form') : foreign('no magic header');
  }
  if (headers['d'] !== checksumOf(value)) return foreign('the checksum does not match the value');
  const parsed = parse(value);
  if (parsed === undefined) return foreign('the value is not JSON in UTF-8');
  if (isNewer(parsed)) return newerThanThis('format or rule set');
  if (!isFormat1(parsed)) return foreign('format and rules are not 1');
  const problem = problemOf(parsed);
  if (problem !== undefined) return foreign(problem);
  const record = parsed as JournalRecord;
  if (record.kind !== 'noop' && headers['c'] !== record.commandId) return foreign('header c is not the commandId');
  return record;
};

const checksumOf = (value: Uint8Array): string => crc32(value).toString(16).padStart(8, '0');

const foreign = (problem: string): ForeignRecord => ({ kind: 'foreign', problem });
const newerThanThis = (what: string): ForeignRecord => ({ kind: 'foreign', problem: `a later ${what}`, newer: true });

const parse = (value: Uint8Array): unknown => {
  try {
    return JSON.parse(utf8.decode(value));
  } catch {
    return undefined;
  }
};
