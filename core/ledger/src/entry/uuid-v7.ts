import { randomBytes } from 'node:crypto';

/** A new UUID of version 7 (RFC 9562) for an instant in milliseconds since the epoch. */
export function createUuidV7(atMs: number): string {
  const time = atMs.toString(16).padStart(12, '0');
  const random = randomBytes(10);
  random.writeUInt8(0x70 | (random.readUInt8(0) & 0x0f), 0);
  random.writeUInt8(0x80 | (random.readUInt8(2) & 0x3f), 2);
  const tail = random.toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-${tail.slice(0, 4)}-${tail.slice(4, 8)}-${tail.slice(8)}`;
}

/** The instant in a UUID of version 7, in milliseconds since the epoch. */
export const timeOfUuidV7 = (uuid: string): number => Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
