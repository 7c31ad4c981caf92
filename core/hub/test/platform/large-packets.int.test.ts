import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { silentLog, startTestNats, type TestNats } from '@koppel/testkit';
import type { Context, ServiceBroker } from 'moleculer';
import { expectCode } from '../identity/clients.ts';
import { createBroker } from '../../src/platform/broker.ts';

let nats: TestNats;
let home: string;
const nodes: ServiceBroker[] = [];

beforeAll(async () => {
  nats = await startTestNats();
  home = await mkdtemp(join(tmpdir(), 'koppel-large-'));
  const credentialsFile = join(home, 'node.creds');
  await writeFile(credentialsFile, await nats.authority.grantHubNode(), { mode: 0o600 });
  for (const nodeId of ['hub-1', 'hub-2']) {
    const node = createBroker({ nodeId, bus: { kind: 'nats', url: nats.server.url, credentialsFile } }, silentLog);
    nodes.push(node);
    if (nodeId === 'hub-2')
      node.createService({
        name: 'echo',
        actions: { say: ({ params }: Context<{ text: string; times: number }>) => params.text.repeat(params.times) },
      });
    await node.start();
  }
  await nodes[0]?.waitForServices('echo');
}, 60_000);

afterAll(async () => {
  await Promise.all(nodes.map((node) => node.stop()));
  await nats?.close();
  await rm(home, { recursive: true });
});

const say = async (text: string, times: number): Promise<unknown> => nodes[0]?.call('echo.say', { text, times });

test('questions and answers larger than a message of the bus go from node to node, many at a time', async () => {
  const long = 'é'.repeat(1_500_000);
  const answers = await Promise.all([say(long, 1), say('abc', 6_000_000), say('x', 3), say(long, 2)]);
  const wanted = [long, 'abc'.repeat(6_000_000), 'xxx', long.repeat(2)];
  expect(answers.map((answer, place) => answer === wanted[place])).toEqual([true, true, true, true]);
});

test('an answer that is too large even so is refused at once instead of never coming', async () => {
  await expectCode(say('0123456789', 2_500_000), 'hub.failed');
  expect(await say('x', 3)).toBe('xxx');
});
