import { expect, test } from '@jest/globals';
import { SourceWatch } from '../../src/adapter/source-watch.ts';

test('a source that hangs is asked once, however many want to know how it is', async () => {
  let asked = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const watch = new SourceWatch(() => {
    asked += 1;
    return promise;
  });
  const all = Promise.all(Array.from({ length: 10 }, () => watch.isWell()));
  resolve();
  expect([await all, asked]).toEqual([Array(10).fill(true), 1]);
});
