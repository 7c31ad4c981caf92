import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { seal, unseal } from '../../../src/platform/keys/sealed-box.ts';
import { eventDigest, sealContent, unsealContent } from '../../../src/platform/process/sealing.ts';
import { anEvent } from './sample-events.ts';

const key = createSecretKey(randomBytes(32));
const content = { title: 'A garage where no car is ever repaired' };

const flip = (box: Buffer, at: number): Buffer => {
  const changed = Buffer.from(box);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
};

describe('what is sealed', () => {
  test('opens with its key in its place', () => {
    const { box, digest } = sealContent(content, key, 'event-1');
    expect(unsealContent(box, key, { place: 'event-1', digest })).toEqual(content);
    expect(box.includes('garage')).toBe(false);
  });

  test('does not open in another place', () => {
    const { box, digest } = sealContent(content, key, 'event-1');
    expect(() => unsealContent(box, key, { place: 'event-2', digest })).toThrow('does not open');
  });

  test('does not open with another key', () => {
    const box = seal(Buffer.from('secret'), key, 'stream-1');
    expect(() => unseal(box, createSecretKey(randomBytes(32)), 'stream-1')).toThrow('does not open');
  });

  test('does not open when a bit of nonce, tag or text was changed, or when it was cut', () => {
    const box = seal(Buffer.from('secret'), key, 'stream-1');
    for (const at of [0, 12, box.length - 1])
      expect(() => unseal(flip(box, at), key, 'stream-1')).toThrow('does not open');
    for (const length of [0, 8, 20])
      expect(() => unseal(box.subarray(0, length), key, 'stream-1')).toThrow('does not open');
  });

  test('must be the content that the event told the digest of', () => {
    const one = sealContent(content, key, 'event-1');
    const other = sealContent({ title: 'Another' }, key, 'event-1');
    expect(() => unsealContent(one.box, key, { place: 'event-1', digest: other.digest })).toThrow('does not fit');
  });

  test('has another digest and another box each time, so that likely contents cannot be tried', () => {
    const [one, other] = [sealContent(content, key, 'event-1'), sealContent(content, key, 'event-1')];
    expect(one.digest).not.toBe(other.digest);
    expect(one.box.equals(other.box)).toBe(false);
  });
});

describe('the digest of an event', () => {
  test('stays the same without the content', () => {
    const event = anEvent({ content });
    expect(eventDigest({ ...event, content: null })).toBe(eventDigest(event));
  });

  test.each([
    ['its facts', { facts: { to: 'elsewhere' } }],
    ['who did it', { by: null }],
    ['when', { at: '2026-06-01T12:00:01.000Z' }],
    ['the digest of the content', { contentDigest: '2'.repeat(64) }],
  ])('changes with %s', (_what, change) => {
    expect(eventDigest(anEvent(change))).not.toBe(eventDigest(anEvent()));
  });
});
