import { randomUUID } from 'node:crypto';

/** Where the random part of a UUID begins, behind the digit of its version. */
const randomPart = 'xxxxxxxx-xxxx-4'.length;

/** A new UUID of version 7 (RFC 9562) for an instant in milliseconds since the epoch; the rest is random. */
export function createUuidV7(atMs: number): string {
  const time = atMs.toString(16).padStart(12, '0');
  // Node keeps random bytes in store for its own kind, whose variant and random part are where ours are.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(randomPart)}`;
}

/** The instant in a UUID of version 7, in milliseconds since the epoch. */
export const timeOfUuidV7 = (uuid: string): number => Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
