import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import { connectLinkClient } from '@koppel/link';
import { waitUntil } from '@koppel/testkit';
import { answersWell, type Behaviour } from '../directed-adapter.ts';
import { Region } from '../region.ts';
import { cutOff, mayWriteLedger, without } from './outage.ts';
import { bodyFor, provider, Witness, type Outcome } from './witness.ts';
import { findResidents } from '../fixtures.ts';

/** Must be seen nowhere. */
const secret = 'Zuiderduin-Plantinga';

interface Verdict {
  readonly status: number;
  readonly code: string;
  readonly entry: string;
}

let region: Region;
let witness: Witness;
let agreement: string;

beforeAll(async () => {
  region = await Region.open();
  agreement = (await region.agree()).agreement.id;
  witness = await Witness.of(region);
});
afterAll(() => region?.close());
afterEach(() => {
  region.answer = answersWell;
});

const ask = (change: object = {}): Promise<Outcome> =>
  witness.see(witness.question(bodyFor(agreement, { deadlineMs: 1000, ...change })));

async function expectNoSecret({ text }: Outcome): Promise<void> {
  const rows = await region.database.query('SELECT body FROM ledger_entry');
  for (const place of [text, region.log.text(), JSON.stringify(rows)]) expect(place).not.toContain(secret);
}

describe('a provider that', () => {
  test.each<[string, Behaviour, Verdict]>([
    [
      'answers what is no answer',
      async () => ({ content: { residents: secret, count: 1 }, subjects: [] }),
      { status: 502, code: 'reply.invalid', entry: 'reply.refused' },
    ],
    [
      'leaves out what was granted',
      async () => ({ content: { residents: [{ familyName: secret }] }, subjects: [] }),
      { status: 502, code: 'reply.invalid', entry: 'reply.refused' },
    ],
    [
      'fails unexpectedly',
      () => Promise.reject(new Error(`no row for ${secret}`)),
      { status: 502, code: 'adapter.failed', entry: 'reply.failed' },
    ],
    [
      'has a source that fails',
      () => Promise.reject(new KoppelError('source.failed', secret, { details: { secret } })),
      { status: 502, code: 'source.failed', entry: 'reply.failed' },
    ],
    [
      'says nothing',
      () => new Promise<never>(() => undefined),
      { status: 504, code: 'exchange.deadline', entry: 'reply.late' },
    ],
  ])('%s has nothing released', async (_title, behaviour, { status, code, entry }) => {
    region.answer = behaviour;
    const seen = await ask();
    expect([seen.status, seen.code]).toEqual([status, code]);
    expect(seen.logged).toEqual(['request.disclosed', `${entry} ${code}`]);
    await expectNoSecret(seen);
  });

  test('sends more than was granted, past its own kit, has nothing released', async () => {
    await region.adapter?.stop(1000);
    const credentials = await region.nats.authority.grantLink({ ...provider, kind: 'adapter' });
    const link = await connectLinkClient({ servers: region.nats.server.url, credentials });
    const content = { residents: [{ familyName: 'Testpersoon', birthDate: secret }], count: 1, [secret]: secret };
    const handlers = new Map([[findResidents.name, async () => ({ content, subjects: [] })]]);
    await link.serve({ version: '1.0.0', description: 'Too generous', handlers, checkHealth: async () => undefined });
    const seen = await ask();
    await link.close();
    await region.connectAdapter();
    expect([seen.status, seen.code]).toEqual([502, 'reply.exceeds-grant']);
    expect(seen.logged).toEqual(['request.disclosed', 'reply.refused reply.exceeds-grant']);
    await expectNoSecret(seen);
  });

  test('is away is told with when to come back, and is asked again once it is back', async () => {
    await region.adapter?.stop(1000);
    const seen = await ask();
    expect([seen.status, seen.code, seen.asked]).toEqual([503, 'adapter.absent', []]);
    expect(Number(seen.headers['retry-after'])).toBeGreaterThan(0);
    expect(seen.logged).toEqual(['request.disclosed', 'reply.failed adapter.absent']);
    await region.connectAdapter();
    expect((await ask()).status).toBe(200);
  });
});

describe('a ledger that cannot be written', () => {
  test('lets no question leave', async () => {
    const seen = await without(region.database, mayWriteLedger, () => ask());
    expect([seen.status, seen.code, seen.logged, seen.asked]).toEqual([503, 'ledger.unavailable', [], []]);
    expect(Number(seen.headers['retry-after'])).toBeGreaterThan(0);
  });

  test('lets nobody be refused unseen', async () => {
    const seen = await without(region.database, mayWriteLedger, () => ask({ purpose: 'curiosity' }));
    expect([seen.status, seen.code, seen.logged, seen.asked]).toEqual([503, 'ledger.unavailable', [], []]);
  });

  test('between question and answer lets no answer out', async () => {
    const { promise: isAsked, resolve: tellAsked } = Promise.withResolvers<void>();
    const { promise: mayAnswer, resolve: letAnswer } = Promise.withResolvers<void>();
    region.answer = async () => {
      tellAsked();
      await mayAnswer;
      return { content: { residents: [{ familyName: secret }], count: 1 }, subjects: [] };
    };
    const asking = ask();
    await isAsked;
    const seen = await without(region.database, mayWriteLedger, () => {
      letAnswer();
      return asking;
    });
    expect([seen.status, seen.code, seen.logged]).toEqual([503, 'ledger.unavailable', ['request.disclosed']]);
    expect(seen.asked).toHaveLength(1);
    await expectNoSecret(seen);
    region.answer = answersWell;
    expect((await ask()).logged).toEqual(['request.disclosed', 'reply.released']);
  });
});

describe('a database that is away', () => {
  test('is a reason to come back for whoever asks, with a token known or not, and leaves nobody locked out', async () => {
    const askBare = (token: string) => witness.question(bodyFor(agreement), { authorization: `Bearer ${token}` });
    const { access_token: fresh } = await region.requester.requestToken();
    const answers = await cutOff(region.database, () =>
      Promise.all([witness.token, fresh].map((token) => witness.seeAnswer(askBare(token)))),
    );
    for (const { status, headers } of answers) {
      expect(status).toBe(503);
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    }
    await waitUntil(async () => (await witness.seeAnswer(askBare(fresh))).status === 200, 'the hub serves again');
  });
});
