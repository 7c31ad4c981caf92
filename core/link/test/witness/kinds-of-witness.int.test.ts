import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cosignatureOf, parseNote, parseVerifierKey } from '@koppel/ledger';
import { connectHubEdge, connectLinkClient, linkName, Witness, WitnessFolder, type HubEdge } from '@koppel/link';
import { CapturedLog, startTestNats, type TestNats } from '@koppel/testkit';
import { registry } from '../contract/link-world.ts';
import { HubLog } from './hub-log.ts';

const log = new CapturedLog();
let nats: TestNats;
let edge: HubEdge;
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'koppel-witness-kinds-'));
  nats = await startTestNats();
  edge = await connectHubEdge({ servers: nats.server.url, credentials: await nats.authority.grantHubEdge(), log });
});
afterAll(async () => {
  await edge.close();
  await nats.close();
  await rm(home, { recursive: true });
});

describe('over the link', () => {
  test.each(['adapter', 'peer-hub'] as const)(
    'a witness of kind %s cosigns what continues its log, and refuses what was rewritten',
    async (kind) => {
      const address = { ...registry, client: kind };
      const folder = new WitnessFolder(join(home, kind));
      const hub = new HubLog();
      await folder.trust(hub.vkey);
      const witness = await Witness.open({ folder, name: linkName(address), log });
      const credentials = await nats.authority.grantLink({ ...address, kind });
      const client = await connectLinkClient({ servers: nats.server.url, credentials });
      await client.serve({
        version: '1.0.0',
        description: 'Witness',
        handlers: new Map(),
        checkHealth: async () => undefined,
        witness: (question) => witness.consider(question),
      });

      const question = await hub.grow(5).question(0);
      const { cosignature = '' } = await edge.askWitness(address, question);
      const note = parseNote(question.checkpoint + cosignature);
      const key = parseVerifierKey(witness.vkey, 'witness');
      expect(note && key && cosignatureOf(note, key).state).toBe('valid');
      const rewritten = await hub.restore(2).grow(6, 'b').question(5);
      expect(await edge.askWitness(address, rewritten)).toMatchObject({ refusal: 'inconsistent' });
      await client.close();
    },
  );
});
