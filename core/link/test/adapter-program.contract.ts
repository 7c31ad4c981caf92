import { execFileSync } from 'node:child_process';
import { appendFile, open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { checkManifest } from '@koppel/contract';
import { connectHubEdge, linkLimits, linkName, type Asked, type HubEdge } from '@koppel/link';
import { startNatsServer } from '@koppel/local';
import { CapturedLog, startTestNats, testNatsBinary, waitUntil, type TestNats } from '@koppel/testkit';
import { headers } from 'nats';
import { asked, codeOf, plenty, registry } from './contract/link-world.ts';
import { anEvidence } from './support/an-evidence.ts';
import { answerReader } from './support/answer-reader.ts';
import { RunningProgram, type AdapterProgram, type Permit } from './support/adapter-program.ts';
import { RawClient } from './support/raw-client.ts';
const permit: Permit = {
  postcode: '9999ZZ',
  houseNumber: 7,
  number: 'P-2041',
  kind: 'terrace',
  holder: { name: 'Planted Holder', kvkNumber: '90000012' },
};
const request = { postcode: permit.postcode, houseNumber: permit.houseNumber };
const question: Asked = { ...asked, request, fields: ['permits[].number', 'permits[].holder.name'] };
const answer = {
  content: { permits: [{ number: 'P-2041', holder: { name: 'Planted Holder' } }] },
  subjects: [{ kind: 'kvk', value: '90000012' }],
};
const slowAnswer = JSON.stringify({ permits: [permit] });
const questionSubject = `koppel.v1.${registry.oin}.${registry.client}.adapter.${asked.operation}`;

/** The adapter's half of the link: what every program that offers the register of permits must do, in whatever language. */
export function describeAdapterProgram(name: string, program: AdapterProgram): void {
  describe(`An adapter in ${name}`, () => {
    let nats: TestNats;
    let hub: HubEdge;
    let running: RunningProgram;
    const manifests: unknown[] = [];
    const drained: unknown[] = [];

    beforeAll(async () => {
      nats = await startTestNats();
      const { url: servers } = nats.server;
      hub = await connectHubEdge({ servers, credentials: await nats.authority.grantHubEdge(), log: new CapturedLog() });
      await hub.onRegister(async (message) => manifests.push(message));
      await hub.onDrain(async ({ from }) => drained.push(from));
      running = await RunningProgram.start(program, nats, registry);
      await waitUntil(() => manifests.length > 0, 'the adapter registers').catch((error: unknown) => {
        throw new Error(`The adapter did not register. It wrote: ${running.output}`, { cause: error });
      });
    });

    beforeEach(() => running.fillRegister([permit]));

    afterAll(async () => {
      await running.remove();
      await hub.close();
      await nats.server.stop();
      await nats.close();
    });

    /** Makes the source so slow that it answers only when it is told to. */
    async function slowSource(): Promise<() => Promise<void>> {
      await rm(running.registerPath);
      execFileSync('sh', ['-c', 'mkfifo "$0"', running.registerPath]);
      return () => appendFile(running.registerPath, slowAnswer);
    }

    test('registers a valid manifest that names its own organisation', () => {
      const { from, body } = manifests[0] as { from: unknown; body: unknown };
      expect(from).toEqual(registry);
      expect(checkManifest(body).owner).toBe(registry.oin);
    });

    test('answers the granted fields, no others, and whom the answer is about', async () => {
      expect(await hub.ask(registry, question, plenty)).toEqual(answer);
      const { subjects } = answer;
      const numbers = { content: { permits: [{ number: 'P-2041' }] }, subjects };
      expect(await hub.ask(registry, { ...question, fields: ['permits[].number'] }, plenty)).toEqual(numbers);
    });

    test('answers a match with whether there is one', async () => {
      const match: Asked = { ...question, mode: 'match', fields: [] };
      expect(await hub.ask(registry, match, plenty)).toEqual({ hit: true, subjects: answer.subjects });
      const elsewhere = { ...match, request: { ...request, houseNumber: 8 } };
      expect(await hub.ask(registry, elsewhere, plenty)).toEqual({ hit: false, subjects: [] });
    });

    test('keeps many questions apart', async () => {
      const places = Array.from({ length: 60 }, (_, i) => ({ ...permit, houseNumber: i + 1, number: `P-${i + 1}` }));
      await running.fillRegister(places);
      const answers = await Promise.all(
        places.map(({ houseNumber }) =>
          hub.ask(registry, { ...question, request: { ...request, houseNumber } }, plenty),
        ),
      );
      expect(answers.map((one) => ('content' in one ? one.content : undefined))).toEqual(
        places.map(({ number, holder }) => ({ permits: [{ number, holder: { name: holder.name } }] })),
      );
    });

    test('without a key answers no question that asks for a signature', async () => {
      expect(await codeOf(hub.ask(registry, { ...question, evidence: await anEvidence(question) }, plenty))).toBe(
        'reply.unsigned',
      );
    });

    test('does not answer a version that it does not have', async () => {
      expect(await codeOf(hub.ask(registry, { ...question, version: '2.0.0' }, plenty))).toBe('operation.unknown');
    });

    test('takes a question of the greatest size, and answers when it cannot answer in the greatest size', async () => {
      const padding = 'x'.repeat(linkLimits.maxRequest - 1_000);
      expect(await hub.ask(registry, { ...question, request: { ...request, padding } }, plenty)).toEqual(answer);
      await running.fillRegister(Array.from({ length: 300 }, () => ({ ...permit, number: 'é'.repeat(5_000) })));
      expect(await codeOf(hub.ask(registry, question, plenty))).toBe('reply.too-large');
      await running.fillRegister(Array.from({ length: 200 }, () => ({ ...permit, number: 'é'.repeat(5_000) })));
      expect(await hub.ask(registry, question, plenty)).toMatchObject({ subjects: answer.subjects });
    });

    test.each([
      ['no JSON', 'NATS'],
      ['no object', '[]'],
      ['another operation', JSON.stringify({ ...question, operation: 'registry.find-others' })],
      ['no known mode', JSON.stringify({ ...question, mode: 'guess' })],
      ['no fields', JSON.stringify({ ...question, fields: 'all' })],
      ['a key twice', `{"operation":"${asked.operation}",${JSON.stringify(question).slice(1)}`],
      ['a prototype', JSON.stringify(question).replace('"request":{', '"request":{"__proto__":{},')],
      ['a number that JSON has not', JSON.stringify(question).replace('"houseNumber":7', '"houseNumber":NaN')],
      [
        'an abyss',
        JSON.stringify(question).replace('"houseNumber":7', `"houseNumber":${'['.repeat(50)}${']'.repeat(50)}`),
      ],
      ['a request larger than allowed', JSON.stringify({ ...question, padding: 'x'.repeat(linkLimits.maxRequest) })],
    ])('refuses a question that holds %s', async (_what, body) => {
      const raw = await RawClient.connect(nats.server.url, await nats.authority.grantHubEdge(), {
        inboxPrefix: '_INBOX.hub',
      });
      const reply = await raw.connection.request(questionSubject, body, { timeout: plenty });
      await raw.close();
      expect(reply.headers?.get('Nats-Service-Error')).toBe('request.invalid');
      expect(reply.headers?.get('Nats-Service-Error-Code')).toBe('400');
      expect(reply.json()).toMatchObject({ code: 'request.invalid', status: 400 });
    });

    test('says that its source failed, in answers and when asked for its health, and recovers with it', async () => {
      expect(await hub.ping(registry)).toMatchObject({ isHealthy: true });
      await writeFile(running.registerPath, 'garbage about Planted Holder');
      expect(await codeOf(hub.ask(registry, question, plenty))).toBe('source.failed');
      expect(await hub.ping(registry)).toMatchObject({ isHealthy: false, code: 'source.failed' });
      await running.fillRegister([permit]);
      expect(await hub.ping(registry)).toMatchObject({ isHealthy: true });
    });

    test('gives up a question whose time is over, and answers the next', async () => {
      await slowSource();
      const raw = await RawClient.connect(nats.server.url, await nats.authority.grantHubEdge(), {
        inboxPrefix: '_INBOX.hub',
      });
      const how = { timeout: plenty, headers: headers() };
      how.headers.set('Koppel-Timeout-Ms', '100');
      how.headers.set('Fsc-Transaction-Id', question.transaction);
      const told = (await raw.connection.request(questionSubject, JSON.stringify(question), how)).headers;
      expect(told?.get('Nats-Service-Error')).toBe('exchange.deadline');
      await raw.close();
      await answerReader(running.registerPath, slowAnswer);
      await rm(running.registerPath);
      await running.fillRegister([permit]);
      expect(await hub.ask(registry, question, plenty)).toEqual(answer);
    });
    test('is found by the tools of NATS', async () => {
      const raw = await RawClient.connect(nats.server.url, await nats.authority.grantHubEdge(), {
        inboxPrefix: '_INBOX.hub',
      });
      const client = raw.connection.services.client();
      const [found] = await listAll(await client.ping());
      expect(found).toMatchObject({ name: linkName(registry), version: '1.0.0' });
      const [info] = await listAll(await client.info(linkName(registry), found?.id));
      expect(info?.endpoints.map(({ subject }) => subject)).toContain(questionSubject);
      const [stats] = await listAll(await client.stats(linkName(registry)));
      const endpoint = stats?.endpoints?.find(({ subject }) => subject === questionSubject);
      expect(endpoint?.num_requests).toBeGreaterThan(0);
      await raw.close();
    });

    test('comes back after the server was away, and registers again', async () => {
      const { port } = nats.server;
      const before = manifests.length;
      await nats.server.stop();
      const directory = join(nats.directory, 'server');
      const restarted = { binary: testNatsBinary(), authority: nats.authority, directory, port };
      nats = { ...nats, server: await startNatsServer(restarted) };
      await waitUntil(() => manifests.length > before, 'the adapter registers again');
      expect(await hub.ask(registry, question, plenty)).toEqual(answer);
    });

    test('finishes what it has when it is told to end, tells the hub, and has written nothing about anybody', async () => {
      const goOn = await slowSource();
      const inFlight = hub.ask(registry, question, plenty);
      // Opening a pipe for writing waits for its reader: the question has reached the source.
      const pipe = await open(running.registerPath, 'a');
      const ended = running.end();
      // A ping would read the pipe as well, and take from the question what the source has to say.
      const unanswerable = { ...question, version: '9.9.9' };
      await waitUntil(
        async () => (await codeOf(hub.ask(registry, unanswerable, plenty))) === 'adapter.absent',
        'it takes no more questions',
      );
      await goOn();
      await pipe.close();
      expect(await inFlight).toEqual(answer);
      expect(await ended).toBe(0);
      expect(drained).toEqual([registry]);
      for (const secret of ['9999ZZ', 'P-2041', 'Planted', '90000012']) expect(running.output).not.toContain(secret);
    });
  });
}

async function listAll<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
