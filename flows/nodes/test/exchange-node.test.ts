import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { KoppelError, type ExchangeReply } from '@koppel/contract';
import { isTransaction } from '@koppel/contract';
import { FakeLink, replyTo, type Asked } from './fixture/fake-link.ts';
import { completeSettings, openFlow, question, type OpenFlow } from './fixture/open-flow.ts';

let link: FakeLink;
let flow: OpenFlow | undefined;

beforeEach(() => {
  link = new FakeLink();
});

afterEach(async () => {
  await flow?.close();
  flow = undefined;
});

const refuse = (error: Error) => () => Promise.reject(error);

describe('the request', () => {
  test('is put together from the settings and the message, and nothing else', async () => {
    flow = await openFlow(link, { mode: 'match', subjectRole: 'suspect', deadlineMs: '2500' });
    await flow.send(question({ koppel: { case: '0197b7a2-0000-7abc-8abc-00000000000c', unknown: 'stays here' } }));
    expect(link.asked[0]?.request).toEqual({
      agreement: completeSettings.agreement,
      operation: 'municipality.find-residents',
      purpose: 'address-picture',
      mode: 'match',
      subjectRole: 'suspect',
      deadlineMs: 2500,
      case: '0197b7a2-0000-7abc-8abc-00000000000c',
      actor: { id: 'employee-0042', role: 'analyst' },
      request: { address: { postcode: '1234AB', houseNumber: 12 } },
    });
  });

  test('takes its body and its actor from where the settings say', async () => {
    const actor = JSON.stringify({ id: 'timer-0001', role: 'scheduler' });
    flow = await openFlow(link, { request: 'question.body', actor, actorType: 'json' });
    await flow.send({ question: { body: { bsn: '999990019' } } });
    expect(link.asked[0]?.request).toMatchObject({
      actor: { id: 'timer-0001', role: 'scheduler' },
      request: { bsn: '999990019' },
    });
  });

  test('reads the agreement from an environment variable', async () => {
    process.env['FLOW_TEST_AGREEMENT'] = '0197b7a2-0000-7abc-8abc-0000000000ff';
    flow = await openFlow(link, { agreement: '${FLOW_TEST_AGREEMENT}' });
    await flow.send(question());
    expect(link.asked[0]?.request.agreement).toBe('0197b7a2-0000-7abc-8abc-0000000000ff');
  });

  test('is refused before it leaves when settings or message are incomplete, with all faults by path', async () => {
    flow = await openFlow(link, { agreement: '${FLOW_TEST_NOT_SET}', purpose: '' });
    const caught = await flow.send({ payload: { bsn: '999990019' } });
    expect(link.asked).toEqual([]);
    expect(caught.error?.code).toBe('request.invalid');
    const fault = (path: string) => expect.objectContaining({ path });
    const faults: unknown = expect.arrayContaining([fault('/'), fault('/agreement'), fault('/purpose')]);
    expect(caught.koppel).toMatchObject({ error: { details: { faults } } });
    expect(JSON.stringify(caught.koppel)).not.toContain('999990019');
  });
});

describe('the answer', () => {
  test('becomes the payload, with what proves and limits it beside it', async () => {
    flow = await openFlow(link);
    const answered = await flow.send(question());
    expect(answered.payload).toEqual({ residents: [] });
    expect(answered.koppel).toMatchObject({
      actor: { id: 'employee-0042', role: 'analyst' },
      operation: 'municipality.find-residents',
      withheld: ['residents[].name.familyName'],
      ledger: { requestIndex: 4, replyIndex: 5 },
      terms: { retention: { days: 30, lockedYears: 5 } },
      transaction: link.asked[0]?.trace.transaction,
    });
  });

  test('of a match is whether there is a hit', async () => {
    flow = await openFlow(link, { mode: 'match' });
    link.answer = (asked) => Promise.resolve({ ...replyTo(asked), hit: false });
    await expect(flow.send(question())).resolves.toMatchObject({ payload: false });
  });

  test('clears the failure of an earlier exchange from the message', async () => {
    flow = await openFlow(link);
    const answered = await flow.send(question({ koppel: { error: { code: 'source.failed' } } }));
    expect(answered.koppel).not.toHaveProperty('error');
  });
});

describe('a failure', () => {
  test('goes to catch with its code, and whether and when to try again', async () => {
    flow = await openFlow(link);
    link.answer = refuse(new KoppelError('source.rate-limited', 'later', { details: { retryAfterMs: 3000 } }));
    const caught = await flow.send(question());
    expect(caught.error?.code).toBe('source.rate-limited');
    expect(caught.koppel).toMatchObject({
      operation: 'municipality.find-residents',
      error: { code: 'source.rate-limited', retryable: true, details: { retryAfterMs: 3000 } },
    });
  });

  test('speaks in the words of the table: no other system’s words reach a log', async () => {
    flow = await openFlow(link);
    const details = { answer: 'J. Planted, 999990019' };
    link.answer = refuse(new KoppelError('agreement.suspended', 'J. Planted, 999990019', { details }));
    const caught = await flow.send(question());
    expect(caught.error?.message).toBe('agreement.suspended: The agreement is suspended');
    expect(JSON.stringify([caught.error, caught.koppel])).not.toContain('Planted');
  });

  test('that nobody expected gets the code of the house and keeps its words to itself', async () => {
    flow = await openFlow(link);
    link.answer = refuse(new TypeError('cannot read 999990019'));
    const caught = await flow.send(question());
    expect(caught.error).toMatchObject({ code: 'hub.failed', message: 'hub.failed: The hub failed' });
  });

  test('is link.unavailable when the runtime lends no link', async () => {
    flow = await openFlow(undefined);
    const caught = await flow.send(question());
    expect(caught.error?.code).toBe('link.unavailable');
    expect(flow.statuses()[0]).toBe('koppel-exchange.status.no-link');
  });
});

describe('the trace', () => {
  const transaction = '0197b7a2-2222-7abc-8abc-000000000002';
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

  test('of whoever started the flow is kept', async () => {
    flow = await openFlow(link);
    await flow.send(question({ koppel: { transaction, traceparent } }));
    expect(link.asked[0]?.trace).toEqual({ transaction, traceparent });
  });

  test('is the same for all questions of one run, and another for another run', async () => {
    flow = await openFlow(link);
    await flow.send(question({ _msgid: 'run-one' }));
    await flow.send(question({ _msgid: 'run-one' }));
    await flow.send(question({ _msgid: 'run-two' }));
    const [first, second, third] = link.asked.map(({ trace }) => trace.transaction);
    expect(isTransaction(first)).toBe(true);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  test.each([{ transaction: '4bf92f35-77b3-4da6-a3ce-929d0e0e4736' }, { traceparent: 'Koppel-Deadline: 1' }])(
    'of another form is refused',
    async (koppel) => {
      flow = await openFlow(link);
      const caught = await flow.send(question({ koppel }));
      expect(caught.error?.code).toBe('request.invalid');
      expect(link.asked).toEqual([]);
    },
  );
});

describe('the status', () => {
  const text = (key: string) => `koppel-exchange.status.${key}`;

  test('follows the link, the questions under way and the last code', async () => {
    flow = await openFlow(link);
    await flow.send(question());
    link.answer = refuse(new KoppelError('agreement.revoked'));
    await flow.send(question());
    link.setConnected(false);
    const { connected, asking, disconnected } = {
      connected: text('connected'),
      asking: text('asking'),
      disconnected: text('disconnected'),
    };
    expect(flow.statuses()).toEqual([connected, asking, connected, asking, 'agreement.revoked', disconnected]);
  });

  test('and the log hold nothing of a message', async () => {
    flow = await openFlow(link);
    link.answer = refuse(new KoppelError('source.failed', 'about 999990019'));
    await flow.send(question({ payload: { bsn: '999990019' } }));
    expect(flow.logged() + flow.statuses().join()).not.toMatch(/999990019|employee-0042/);
  });
});

describe('closing', () => {
  test('waits for the answers under way and then watches the link no more', async () => {
    const { promise, resolve } = Promise.withResolvers<ExchangeReply>();
    const { promise: isAsked, resolve: sayAsked } = Promise.withResolvers<Asked>();
    link.answer = (asked) => {
      sayAsked(asked);
      return promise;
    };
    const open = await openFlow(link);
    open.start(question());
    const asked = await isAsked;
    let isClosed = false;
    const closing = open.close().then(() => {
      isClosed = true;
    });
    await new Promise(setImmediate);
    expect(isClosed).toBe(false);
    resolve(replyTo(asked));
    await closing;
    expect(link.watchers).toBe(0);
  });
});
