import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { problemCodes } from '@koppel/contract';
import type { HubClient } from '@koppel/local';
import fc from 'fast-check';
import { ProcessRegion } from '../../process-region.ts';
import { Story } from '../../cases/story.ts';
import { stewards } from '../../process-people.ts';
import { readPublishedApi, type PublishedOperation } from './published-api.ts';
import { requestsOf, type Sent } from './requests.ts';
import { Wire, type Got } from './wire.ts';

const isFull = process.env['KOPPEL_FULL'] === '1';
const total = isFull ? 250_000 : 20_000;
const rounds = isFull ? 50 : 5;
const concurrency = 16;
const seed = 20_261_124;
const boundMs = 100;

let world: ProcessRegion;
let operations: PublishedOperation[];
let clients: Readonly<Record<string, HubClient>>;
let wire: Wire;

beforeAll(async () => {
  const limits = { requestsPerSecondPerClient: 100_000, tokensPerMinutePerAddress: 1_000_000, inFlight: 1_000 };
  world = await ProcessRegion.open({ config: { limits } });
  const { region } = world;
  operations = await readPublishedApi(region.url);
  clients = {
    operator: region.operator,
    ...world.partners,
    triager: world.as('triager'),
    coordinator: world.as('coordinator'),
    chair: world.as('chair'),
    reporter: world.as('reporter'),
    detective: world.as('detective'),
    steeringChair: world.as('steeringChair'),
    editor: world.hubOf(stewards.editor),
    approver: world.hubOf(stewards.approver),
  };
  wire = new Wire(region.url, concurrency);
  await settle();
}, 120_000);
afterAll(async () => {
  wire?.close();
  await world?.close();
});

/** Work in every stage, so that requests find something to harm. */
async function settle(): Promise<void> {
  const story = new Story(world);
  for (let i = 0; i < 3; i += 1) {
    keep('agreements', (await world.region.agree()).agreement.id);
    keep('signals', (await story.submit()).id);
    keep('signals', (await story.accepted()).id);
    const opened = await story.open();
    keep('cases', opened.id);
  }
  for (const body of Object.values(world.bodies)) keep('bodies', body);
  keep('models', world.modelVersion);
}

/** Identifiers that the hub gave out, by the collection that they are of. */
const known = new Map<string, Set<string>>();
const identifier = /"id":"([0-9a-f]{8}-[0-9a-f-]{27})"/g;
/** But not of mandates: whoever revokes those sends the people home that the other requests come from. */
const collectionOf = ({ path }: PublishedOperation): string => path.split('/')[2] ?? '';

function remember({ operation }: Sent, { text }: Got): void {
  if (/Mandate|getMe/.test(operation.id)) return;
  for (const [, id = ''] of text.matchAll(identifier)) keep(collectionOf(operation), id);
}

function keep(collection: string, id: string): void {
  const ids = known.get(collection) ?? new Set();
  known.set(collection, ids);
  if (ids.size < 50) ids.add(id);
}

/** Every identifier, and half of the times one of the operation's own collection. */
function knownFor(operation: PublishedOperation): string[] {
  const all = [...known.values()].flatMap((ids) => [...ids]);
  const own = [...(known.get(collectionOf(operation)) ?? [])];
  const times = own.length === 0 ? 0 : Math.ceil(all.length / own.length);
  return [...all, ...Array.from({ length: times }, () => own).flat()];
}

async function tokens(): Promise<Readonly<Record<string, string | undefined>>> {
  const entries = Object.entries(clients).map(
    async ([name, client]) => [name, (await client.requestToken()).access_token] as const,
  );
  return { ...Object.fromEntries(await Promise.all(entries)), nobody: undefined, forger: 'e30.e30.e30' };
}

interface Judged {
  readonly sent: Sent;
  readonly got: Got;
}
const wrongs: string[] = [];
let stallsOfCrowds = 0;
const statuses = new Map<number, number>();
const accepted = new Set<string>();

const briefly = ({ operation, identity, method, target, headers, body }: Sent): string =>
  JSON.stringify([operation.id, identity, method, target.slice(0, 300), headers, body?.toString().slice(0, 600)]);

/** Faults of a source or an adapter, which are not of our own making. */
const ofOthers = /^(adapter|source|reply)\./;

function wrongOf(judged: Judged): string | undefined {
  const { parts, operation, method } = judged.sent;
  const { status } = judged.got;
  if (status < 300)
    return parts !== undefined && !operation.allows(parts) ? 'accepted what the schema forbids' : undefined;
  if (method !== 'HEAD') return wrongOfProblem(judged.got);
  return status >= 500 ? 'failed' : undefined;
}

function wrongOfProblem({ status, type, text }: Got): string | undefined {
  if (!type.startsWith('application/problem+json')) return `answered with "${type}"`;
  const problem = JSON.parse(text) as { code: string; status: number };
  if (!Object.hasOwn(problemCodes, problem.code) || problem.status !== status) return 'answered with no known code';
  return status >= 500 && !ofOthers.test(problem.code) ? `failed with ${problem.code}` : undefined;
}

function judge(judged: Judged): void {
  const { sent, got } = judged;
  statuses.set(got.status, (statuses.get(got.status) ?? 0) + 1);
  if (got.status < 300) accepted.add(sent.operation.id);
  remember(sent, got);
  const wrong = wrongOf(judged);
  if (wrong !== undefined) wrongs.push(`${wrong}: ${got.status} ${got.text.slice(0, 200)} to ${briefly(sent)}`);
}

type Tokens = Awaited<ReturnType<typeof tokens>>;

async function ask(sent: Sent, held: Tokens): Promise<void> {
  try {
    judge({ sent, got: await wire.send(sent, held[sent.identity]) });
  } catch (error) {
    wrongs.push(`${String(error)}: ${briefly(sent)}`);
  }
}

/** The longest time in which nothing else could run, in milliseconds, over this work. */
async function stallOf(work: () => Promise<unknown>): Promise<number> {
  const histogram = monitorEventLoopDelay({ resolution: 10 });
  histogram.enable();
  await work();
  histogram.disable();
  return histogram.max / 1e6;
}

/** This machine is shared: a stall counts when one of the requests brings it about alone, three times in a row. */
async function attribute(batch: readonly Sent[], held: Tokens): Promise<void> {
  for (const sent of batch) {
    const alone: number[] = [];
    do alone.push(await stallOf(() => ask(sent, held)));
    while (alone.length < 3 && Math.min(...alone) > boundMs);
    if (Math.min(...alone) > boundMs) wrongs.push(`stalled for ${Math.min(...alone)} ms: ${briefly(sent)}`);
  }
}

function drawRound(round: number): Sent[] {
  const identities = [...Object.keys(clients), 'nobody', 'forger'];
  const each = Math.ceil(total / rounds / operations.length);
  return operations.flatMap((operation, index) =>
    fc.sample(requestsOf(operation, { identities, known: knownFor(operation) }), {
      numRuns: each,
      seed: seed + round * 1_000 + index,
    }),
  );
}

/** For the record of the campaign in docs/campaigns/http.md. */
function tell(asked: number, tookMs: number): void {
  const counts = { asked, seconds: Math.round(tookMs / 1000), operations: operations.length, accepted: accepted.size };
  const answers = Object.fromEntries([...statuses].toSorted(([one], [other]) => one - other));
  process.stderr.write(`${JSON.stringify({ ...counts, wrong: wrongs.length, stallsOfCrowds, answers })}\n`);
}

test(
  `the hub stays upright under ${total} requests made from its own description, and takes none that it forbids`,
  async () => {
    let asked = 0;
    const startMs = performance.now();
    for (let round = 0; round < rounds && wrongs.length < 20; round += 1) {
      const held = await tokens();
      const drawn = drawRound(round);
      for (let at = 0; at < drawn.length; at += concurrency * 2) {
        const batch = drawn.slice(at, at + concurrency * 2);
        asked += batch.length;
        if ((await stallOf(() => Promise.all(batch.map((sent) => ask(sent, held))))) > boundMs) {
          stallsOfCrowds += 1;
          await attribute(batch, held);
        }
      }
    }
    if (isFull) tell(asked, performance.now() - startMs);
    expect(wrongs.slice(0, 20)).toEqual([]);
    expect(asked).toBeGreaterThan(total * 0.95);
    // Otherwise it would be the door alone that was tried.
    expect(accepted.size).toBeGreaterThan(operations.length / 3);
    expect(statuses.get(200) ?? 0).toBeGreaterThan(total / 100);
  },
  isFull ? 3_600_000 : 180_000,
);

/** PostgreSQL stores no zero byte in a text: it must be refused at the door, not by the database. */
test.each<[string, string, object]>([
  ['operator', '/v1/organisations', { oin: '00000009999000000077', name: 'a\0b', collaborations: ['example-region'] }],
  ['police', '/v1/agreements', { title: { nl: 'a\0b', en: 'a' } }],
  ['police', '/v1/mandates', { decision: 'MB-2026\0' }],
  ['operator', '/v1/bodies', { title: { nl: 'a\0b', en: 'a' } }],
  ['editor', '/v1/models', { collaboration: 'example-region', document: { title: { nl: 'a\0b', en: 'a' } } }],
  ['reporter', '/v1/signals', { title: 'a\0b' }],
])('a zero byte that %s sends to %s is refused as no text', async (identity, path, body) => {
  await expect(clients[identity]?.post(path, body)).rejects.toMatchObject({ code: 'request.malformed' });
});
