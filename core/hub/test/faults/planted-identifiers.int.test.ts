import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { asKoppelError, KoppelError, type ExchangeRequest, type Manifest } from '@koppel/contract';
import { connectLinkClient } from '@koppel/link';
import { connect, credsAuthenticator, headers as natsHeaders } from 'nats';
import { answersWell, type Behaviour } from '../directed-adapter.ts';
import { oins } from '../fixtures.ts';
import type { Answer, Question } from '../gateway/door.ts';
import { Region } from '../region.ts';
import { layEventTap, type EventTap } from './event-tap.ts';
import { findPlants, plants } from './plants.ts';
import { Wiretap } from './wiretap.ts';
import { bodyFor, provider, Witness } from './witness.ts';

const { bsn, name, street, postcode } = plants;
const everything = { bsn, name, address: `${street} 12, ${postcode}` };
const slug = `${name}-${street}`.toLowerCase();
const asker = { oin: oins.requester, client: 'intake' } as const;

let region: Region;
let witness: Witness;
let wiretap: Wiretap;
let events: EventTap;
let agreement: string;
const problems: string[] = [];
const answers: Answer[] = [];

beforeAll(async () => {
  events = await layEventTap();
  region = await Region.open({ config: { plugins: [events.configured], logLevel: 'debug' } });
  agreement = (await region.agree()).agreement.id;
  witness = await Witness.of(region);
  wiretap = await Wiretap.on(region.nats, [provider, asker]);
  for (const question of httpInlets()) await send(question);
  for (const behaviour of behaviours) {
    region.answer = behaviour;
    await send(witness.question(bodyFor(agreement, { deadlineMs: 1000 })));
  }
  region.answer = answersWell;
  await askOverLink();
  await speakRaw();
  await send({ path: '/metrics' });
}, 60_000);
afterAll(async () => {
  await wiretap?.close();
  await region?.close();
  await events?.close();
});

async function send(question: Question): Promise<void> {
  const answer = await witness.seeAnswer(question);
  answers.push(answer);
  if (answer.status >= 400) problems.push(answer.text + JSON.stringify(answer.headers));
}

/** Every place of an HTTP request in which somebody could write about a person. */
function httpInlets(): Question[] {
  const authorization = `Bearer ${witness.token}`;
  const good = bodyFor(agreement, { request: { bsn } });
  const post = (path: string, body: unknown): Question => ({ ...witness.question(body), path });
  return [
    witness.question(good),
    witness.question(good, { 'Idempotency-Key': `${slug}-${bsn}` }),
    witness.question(good, { 'Idempotency-Key': `${slug}-${bsn}` }),
    witness.question(good, { 'Fsc-Transaction-Id': bsn, traceparent: bsn, tracestate: `${slug}=${bsn}` }),
    witness.question(good, {
      'user-agent': name,
      referer: `https://example.org/${bsn}`,
      cookie: `a=${bsn}`,
      'x-name': name,
    }),
    witness.question(good, { accept: `application/${slug}` }),
    witness.question(good, { 'content-type': `application/${slug}` }),
    witness.question(good, { authorization: `Bearer ${bsn}.${bsn}.${bsn}` }),
    witness.question(bodyFor(agreement, { request: everything })),
    witness.question(bodyFor(agreement, { request: { bsn: everything, [bsn]: bsn, [name]: street } })),
    witness.question(bodyFor(agreement, { ...everything, [slug]: bsn })),
    witness.question(bodyFor(agreement, { purpose: slug })),
    witness.question(bodyFor(agreement, { operation: `municipality.${slug}` })),
    witness.question(bodyFor(agreement, { actor: everything })),
    witness.question(bodyFor(agreement, { case: bsn, subjectRole: name, prerequisites: [everything], mode: street })),
    witness.question(bodyFor(agreement, { prerequisites: [{ kind: slug, reference: name }], purpose: slug })),
    witness.question(bodyFor(agreement, { prerequisites: [{ kind: slug, reference: name }] })),
    witness.question(`{"${bsn}":"${name}","${bsn}":1}`),
    witness.question(`{"${name}": ${street}`),
    { path: `/v1/persons/${bsn}?name=${name}`, headers: { authorization } },
    { path: `/v1/agreements/${bsn}?${name}=${street}`, headers: { authorization } },
    { path: `/v1/agreements?status=${slug}`, headers: { authorization } },
    { path: `/v1/adapters/${bsn}/${slug}/manifest`, headers: { authorization } },
    { path: `/v1/ledger/entries/${bsn}0/proof?size=${bsn}1`, headers: { authorization } },
    post('/v1/ledger/disclosures', { subject: { kind: 'bsn', value: bsn } }),
    post('/v1/ledger/disclosures', { subject: everything }),
    post('/v1/agreements', everything),
    post(`/v1/agreements/${agreement}/signatures`, everything),
    post(`/v1/agreements/${agreement}/suspension`, { reason: 'x', ...everything }),
    { ...post('/v1/token', `client_assertion=${bsn}&scope=${slug}`), headers: form },
  ];
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const about = [{ kind: 'bsn', value: bsn }] as const;

/** Every way in which a source or its adapter could say something about a person. */
const behaviours: readonly Behaviour[] = [
  async () => ({ content: { residents: [{ familyName: name }], count: 1 }, subjects: [...about] }),
  async () => ({ content: { residents: [{ familyName: name, birthDate: street }], count: 1 }, subjects: [] }),
  async () => ({ content: { residents: [{ familyName: everything }], count: name }, subjects: [...about] }),
  async () => ({ content: { [name]: everything, residents: street }, subjects: [] }),
  async () => ({ content: { residents: [], count: 1 }, subjects: [{ kind: name, value: bsn } as never] }),
  async () => ({ hit: name, subjects: about }) as never,
  () => Promise.reject(new Error(`no row for ${bsn} (${name})`, { cause: everything })),
  () => Promise.reject(new KoppelError('source.failed', `${name} is not known`, { details: { ...everything } })),
  () => Promise.reject(new KoppelError('source.refused', bsn, { cause: new Error(street) })),
  () => Promise.reject(Object.assign(new Error(name), { code: slug, name })),
];

async function askOverLink(): Promise<void> {
  const credentials = await region.nats.authority.grantLink({ ...asker, kind: 'flow' });
  const link = await connectLinkClient({ servers: region.nats.server.url, credentials });
  const request = bodyFor(agreement, { request: { bsn } }) as ExchangeRequest;
  const tries = [
    () => link.exchange(request),
    () => link.exchange({ ...request, ...everything }),
    () => link.exchange({ ...request, purpose: slug }),
    () => link.exchange({ ...request, operation: `municipality.${slug}` }),
    () => link.exchange({ ...request, request: everything }),
    () => link.exchange(request, { traceparent: bsn }),
    () => link.exchange(request, { transaction: bsn }),
    () => link.register({ id: slug, owner: bsn, ...everything } as unknown as Manifest),
  ];
  for (const attempt of tries) {
    await attempt().catch((error: unknown) => {
      const { message, details } = asKoppelError(error);
      problems.push(JSON.stringify([message, details]));
    });
  }
  await link.close();
}

/** What no kit would send: other subjects, other headers, no JSON. */
async function speakRaw(): Promise<void> {
  const credentials = await region.nats.authority.grantLink({ ...asker, kind: 'flow' });
  const { url } = region.nats.server;
  const connection = await connect({ servers: url, authenticator: credsAuthenticator(Buffer.from(credentials)) });
  const headers = natsHeaders();
  for (const header of ['traceparent', 'Fsc-Transaction-Id', 'Koppel-Purpose', 'X-Name']) headers.set(header, name);
  const reply = `_INBOX.${asker.oin}.${asker.client}.${bsn}`;
  const subject = `koppel.v1.${asker.oin}.${asker.client}.hub.exchange`;
  connection.publish(`koppel.v1.${asker.oin}.${asker.client}.hub.${slug}`, bsn, { headers, reply });
  connection.publish(subject, `{"${name}":`, { headers, reply: `_INBOX.${asker.oin}.${asker.client}.raw` });
  connection.publish(subject, bsn, { headers, reply: `_INBOX.${oins.provider}.records.${bsn}` });
  await connection.flush();
  await connection.close();
}

/** Who sends a property that is too many is told its name again; nobody else hears it. */
const withoutOwnWords = (problem: string): string =>
  problem.replaceAll(/must not have the property \\?"[^"]*"/g, 'must not have the property');

/** Every row of every table, but those whose words the parties themselves wrote about themselves. */
async function rows(): Promise<string> {
  const tables = await region.database.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_name NOT IN ('agreement', 'organisation')`,
  );
  const texts = await Promise.all(
    tables.map(({ name: table }) =>
      region.database.query<{ text: string }>(`SELECT row_to_json(t)::text AS text FROM ${table} t`),
    ),
  );
  return texts
    .flat()
    .map(({ text }) => text)
    .join('\n');
}

describe('after persons were named in every place where somebody could name one', () => {
  test('the search finds them where they belong: with the provider and with who was answered', () => {
    expect(findPlants(wiretap.bodies())).toEqual(expect.arrayContaining([bsn, name]));
    expect(answers.filter(({ status }) => status === 200).some(({ text }) => findPlants(text).includes(name))).toBe(
      true,
    );
  });

  test.each<[string, () => string | Promise<string>, RegExp]>([
    ['the log', () => region.log.text(), /request could not be answered/],
    ['the metrics', () => answers.at(-1)?.text ?? '', /koppel_exchanges_total/],
    ['the tables', rows, /reply[.]released/],
    ['subjects and headers of messages', () => wiretap.envelopes(), /Fsc-Transaction-Id/],
    ['events for plugins', () => events.heard(), /exchange[.]answered/],
    ['problems', () => problems.map(withoutOwnWords).join('\n'), /request[.]invalid/],
  ])('nothing of them is in %s', async (_place, read, something) => {
    const text = await read();
    expect(text).toMatch(something);
    const found = text.split('\n').filter((line) => findPlants(line).length > 0);
    expect(found).toEqual([]);
  });
});
