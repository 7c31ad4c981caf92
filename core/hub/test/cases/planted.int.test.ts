import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Route } from '../../src/platform/route.ts';
import { findPlants, plants } from '../faults/plants.ts';
import { Wiretap } from '../faults/wiretap.ts';
import type { Answer } from '../gateway/door.ts';
import { partnerOins } from '../process-people.ts';
import { AccessGround, type Attempt } from './access/access-ground.ts';
import { attemptOf, entries, routes } from './access/entries.ts';
import { houseEntries } from './access/house.entries.ts';
import type { Ids } from './access/side.ts';

const { bsn, name, street, postcode } = plants;
const sentence = `${name} (${bsn}) lives at ${street} 12, ${postcode}`;
const slug = `${name}-${street}`.toLowerCase();

/** Organisations answer for what they write about themselves there; all else is about cases. */
const aboutCases = routes.filter(
  ({ operationId, policy }) =>
    !(operationId in houseEntries) && policy !== 'anonymous' && 'scope' in policy && policy.scope === 'cases',
);

let ground: AccessGround;
let wiretap: Wiretap;
const answers: Answer[] = [];
const accepted = new Set<string>();

beforeAll(async () => {
  ground = await AccessGround.lay({ config: { logLevel: 'debug' } });
  const { police, municipality, tax } = partnerOins;
  wiretap = await Wiretap.on(ground.place.region.nats, [
    { oin: municipality, client: 'records' },
    { oin: police, client: 'intake' },
    { oin: tax, client: 'fiscal' },
  ]);
  ground.place.region.answer = async () => ({
    content: { residents: [{ familyName: name, birthDate: '1980-01-01' }], count: 1 },
    subjects: [{ kind: 'bsn', value: bsn }],
  });
  for (const route of aboutCases) await plantIn(route);
  answers.push(await ground.try(undefined, { method: 'GET', path: '/metrics' }));
}, 240_000);
afterAll(async () => {
  await wiretap?.close();
  await ground?.close();
});

/** In every text of the body, one at a time, then in all that is left: the address, its query, the headers. */
async function plantIn(route: Route): Promise<void> {
  const entry = entries[route.operationId];
  if (!entry) throw new Error(`${route.operationId} has no entry`);
  const ids = await entry.arrange(ground.home, ground);
  const attempt = attemptOf(route, ids, ground.home);
  for (const planted of [...plantedBodies(attempt), ...plantedEnvelopes(attempt, ids)]) {
    const answer = await ground.try(ground.right(entry.by), planted);
    answers.push(answer);
    if (answer.status < 300 && findPlants(JSON.stringify(planted)).length > 0) accepted.add(route.operationId);
  }
}

function plantedBodies({ body, ...attempt }: Attempt): Attempt[] {
  if (!body) return [];
  const inTexts = placesOf(body).flatMap((place) => [sentence, bsn, slug].map((plant) => replaced(body, place, plant)));
  const told = {
    title: sentence,
    summary: sentence,
    description: sentence,
    place: sentence,
    name,
    statements: { [slug]: sentence },
  };
  const added = Object.entries(told).map(([key, value]) => ({ ...body, [key]: value }));
  return [...inTexts, ...added, { ...body, [slug]: bsn }].map((planted) => ({ ...attempt, body: planted }));
}

const plantedEnvelopes = (attempt: Attempt, { id }: Ids): Attempt[] => [
  { ...attempt, path: attempt.path.replace(id, bsn) },
  {
    ...attempt,
    path: `${attempt.path}${attempt.path.includes('?') ? '&' : '?'}after=${slug}&state=${slug}&${slug}=${bsn}`,
  },
  { ...attempt, headers: { 'if-match': bsn, 'idempotency-key': slug, traceparent: bsn, tracestate: `${slug}=${bsn}` } },
  { ...attempt, headers: { 'user-agent': name, referer: `https://example.org/${bsn}`, accept: `application/${slug}` } },
];

type Place = readonly (string | number)[];

/** Where a text stands. */
function placesOf(value: unknown, place: Place = []): Place[] {
  if (typeof value === 'string') return [place];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...place, key]));
}

function replaced(body: object, place: Place, plant: string): object {
  const copy = structuredClone(body) as Record<string, unknown>;
  const [last, ...above] = place.toReversed();
  const parent = above.toReversed().reduce<Record<string | number, unknown>>((at, key) => at[key] as typeof at, copy);
  parent[String(last)] = plant;
  return copy;
}

/** Every row of every table, but for what organisations wrote about themselves, and lessons: those name nobody or are told to all who write models. */
async function rows(): Promise<string> {
  const { database } = ground.place.region;
  const tables = await database.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_name NOT IN ('agreement', 'organisation', 'lesson')`,
  );
  const texts = await Promise.all(
    tables.map(({ name: table }) =>
      database.query<{ text: string }>(`SELECT '${table}' || row_to_json(t)::text AS text FROM ${table} t`),
    ),
  );
  return texts.flatMap((found) => found.map(({ text }) => text)).join('\n');
}

/** Who sends a property that is too many is told its name again; nobody else hears it. */
const withoutOwnWords = (problem: string): string =>
  problem.replaceAll(/must not have the property \\?"[^"]*"/g, 'must not have the property');

const problems = (): string =>
  answers
    .flatMap(({ status, text, headers }) => (status < 400 ? [] : withoutOwnWords(text) + JSON.stringify(headers)))
    .join('\n');

describe('after persons were named in every text of every case', () => {
  test('what was said is there for whoever is joined, from every route that takes words', () => {
    expect(answers.some(({ status, text }) => status === 200 && findPlants(text).length === 4)).toBe(true);
    expect(accepted.size).toBeGreaterThanOrEqual(30);
  });

  test('and the partner was asked about them', () => {
    expect(findPlants(wiretap.bodies())).toEqual(expect.arrayContaining([name]));
  });

  test.each<[string, () => string | Promise<string>, RegExp]>([
    ['the log', () => ground.place.region.log.text(), /request could not be answered|hub started/],
    ['the metrics', () => answers.at(-1)?.text ?? '', /koppel_/],
    ['the tables, the ledger among them', rows, /process[.]/],
    ['subjects and headers of messages', () => wiretap.envelopes(), /Fsc-Transaction-Id/],
    ['problems', problems, /request[.]invalid/],
  ])('nothing of them is in %s', async (_place, read, something) => {
    const text = await read();
    expect(text).toMatch(something);
    const found = text.split('\n').filter((line) => findPlants(line).length > 0);
    expect(found.map((line) => line.slice(0, 600))).toEqual([]);
  });
});
