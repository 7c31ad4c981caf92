import { access } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { startTestNats } from '../src/index.ts';

test('a test nats-server accepts connections until it is closed, and leaves no files', async () => {
  const nats = await startTestNats();
  expect(nats.server.url).toBe(`nats://127.0.0.1:${nats.server.port}`);
  expect(() => process.kill(nats.server.pid, 0)).not.toThrow();
  await nats.close();
  expect(() => process.kill(nats.server.pid, 0)).toThrow('ESRCH');
  await expect(access(nats.directory)).rejects.toThrow('ENOENT');
});
