import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { expectCode } from '../identity/clients.ts';
import { cut, mostParts, partBytes, Parts } from '../../src/platform/large-packets.ts';

const sized = (parts: number): Buffer => Buffer.alloc(parts * partBytes, randomBytes(1000));
const lastOf = (parts: Parts, sent: readonly Buffer[]): Buffer | undefined =>
  sent.map((part) => parts.take(part)).at(-1);

describe('a large packet', () => {
  test('is put together as it was, whatever its length, and whatever comes between its parts from other nodes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 * partBytes + 1 }), (length) => {
        const packet = Buffer.alloc(length, randomBytes(1000));
        const parts = new Parts();
        const between = cut(sized(5));
        for (const [place, part] of cut(packet).entries()) {
          const whole = parts.take(part);
          expect(parts.take(between[place] ?? Buffer.of(0))).toBeUndefined();
          if (whole) return expect(whole.equals(packet)).toBe(true);
        }
        throw new Error('it was never whole');
      }),
      { numRuns: 20 },
    );
  });

  test('is sent in parts that one message takes', () => {
    expect(cut(sized(5)).map((part) => part.length <= partBytes + 100)).toEqual(Array.from({ length: 5 }, () => true));
  });

  test('that is too large for parts as well is not sent', async () => {
    expect(cut(sized(mostParts))).toHaveLength(mostParts);
    await expectCode(async () => cut(Buffer.alloc(mostParts * partBytes + 1)), 'hub.failed');
  });

  test.each([
    ['is missing', (parts: Buffer[]) => parts.toSpliced(1, 1)],
    ['comes twice', (parts: Buffer[]) => parts.toSpliced(1, 0, parts[0] as Buffer)],
    ['comes too early', (parts: Buffer[]) => parts.toSpliced(0, 1)],
  ])('of which a part %s is lost as a whole, and the next one is not', (_what, spoil) => {
    const parts = new Parts();
    expect(lastOf(parts, spoil(cut(sized(3))))).toBeUndefined();
    expect(lastOf(parts, cut(sized(2)))).toHaveLength(2 * partBytes);
  });

  test('that did not become whole while somebody waited is forgotten', () => {
    let now = 0;
    const parts = new Parts(() => now);
    const [early, late] = [cut(sized(2)) as [Buffer, Buffer], cut(sized(2)) as [Buffer, Buffer]];
    for (const [first] of [early, late]) {
      parts.take(first);
      now += 40_000;
    }
    expect(parts.take(early[1])).toBeUndefined();
    expect(parts.take(late[1])).toHaveLength(2 * partBytes);
  });

  test('that never becomes whole does not stay for ever', () => {
    const parts = new Parts();
    const [first, second] = cut(sized(2)) as [Buffer, Buffer];
    parts.take(first);
    for (let others = 0; others < 16; others += 1) parts.take(cut(sized(2))[0] as Buffer);
    expect(parts.take(second)).toBeUndefined();
  });

  test('is nothing that a message can pretend to be', () => {
    const parts = new Parts();
    for (const message of [Buffer.of(0), Buffer.alloc(11), Buffer.from([...Buffer.alloc(9), 0, 255, 1])])
      expect(parts.take(message)).toBeUndefined();
  });
});
