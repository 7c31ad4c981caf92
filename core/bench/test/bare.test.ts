import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const bare = resolve(import.meta.dirname, '../src/bare');

test('the bare path is the one that every ratio so far was measured against', () => {
  const digest = createHash('sha256');
  for (const name of readdirSync(bare).sort()) digest.update(name).update(readFileSync(join(bare, name)));
  // A change here makes ratios before and after it two different things: say so in docs/performance.md.
  expect(digest.digest('hex')).toBe('48f47925856809b6c3fab5a712f2e17542600981b4e9db574a1ebd5b5429da1c');
});
