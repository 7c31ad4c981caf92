import { randomBytes } from 'node:crypto';

const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const w3cTraceparent = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** A new `Fsc-Transaction-Id`: a UUIDv7 (RFC 9562), the time in milliseconds first. */
export function createTransaction(nowMs = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(nowMs, 0, 6);
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

export function isTransaction(value: unknown): value is string {
  return typeof value === 'string' && uuidV7.test(value);
}

/** Whether it is a W3C Trace Context header of version 00. */
export function isTraceparent(value: unknown): value is string {
  return typeof value === 'string' && w3cTraceparent.test(value);
}
