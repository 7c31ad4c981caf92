import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { waitUntil } from '@koppel/testkit';
import type { Context, ServiceBroker } from 'moleculer';
import type { CaseStanding, ParamsOf } from '../../src/platform/actions.ts';
import { createBroker } from '../../src/platform/broker.ts';
import { roomNames } from '../../src/platform/config.schema.ts';
import { answersWell } from '../directed-adapter.ts';
import { bodyFor, Witness } from '../faults/witness.ts';
import { oins } from '../fixtures.ts';
import { Region } from '../region.ts';

const caseId = '01938c5e-8c00-7000-8000-00000000ca5e';
const open: CaseStanding = { collaboration: 'example-region', phase: 'execution', exchange: 'content' };

/** The process on a node of its own, so that it can go away and another can take its place. */
let region: Region;
let witness: Witness;
let agreement: string;

beforeAll(async () => {
  region = await Region.open({ nodes: [roomNames.filter((room) => room !== 'cases'), ['cases']] });
  witness = await Witness.of(region);
  agreement = (await region.agree({ casePhases: ['execution'] })).agreement.id;
});
afterAll(() => region?.close());
beforeEach(() => {
  region.answer = answersWell;
});

const seeInCase = () => witness.see(witness.question(bodyFor(agreement, { case: caseId })));

test('a case that nobody knows lets nothing through', async () => {
  expect(await seeInCase()).toMatchObject({ code: 'case.not-joined', logged: ['request.refused case.not-joined'] });
});

describe('while the process runs nowhere', () => {
  beforeAll(async () => {
    await region.hubs.splice(1, 1)[0]?.stop();
  });

  test('nothing is asked for a case, and the caller may come again', async () => {
    expect(await seeInCase()).toMatchObject({ status: 503, code: 'hub.unavailable', asked: [], logged: [] });
  });

  test('what is asked for no case is answered as ever', async () => {
    const other = (await region.agree()).agreement.id;
    expect(await witness.see(witness.question(bodyFor(other)))).toMatchObject({ status: 200 });
  });
});

describe('when the process answers from another node', () => {
  let process: ServiceBroker;
  let standing: CaseStanding | null = open;
  const lookups: ParamsOf<'cases.standing'>[] = [];

  beforeAll(async () => {
    const bus = {
      kind: 'nats',
      url: region.nats.server.url,
      credentialsFile: join(region.home, 'node.creds'),
    } as const;
    process = createBroker({ nodeId: `process-${randomUUID().slice(0, 8)}`, bus }, region.log);
    process.createService({
      name: 'cases',
      actions: {
        standing: ({ params }: Context<ParamsOf<'cases.standing'>>) => {
          lookups.push(params);
          return standing;
        },
      },
    });
    await process.start();
    await waitUntil(async () => (await seeInCase()).status === 200, 'the hub has found the process');
  });
  afterAll(() => process?.stop());
  beforeEach(() => {
    standing = open;
    lookups.length = 0;
  });

  test('it is asked for the organisation before anything leaves, and twice more', async () => {
    expect(await seeInCase()).toMatchObject({ status: 200, logged: ['request.disclosed', 'reply.released'] });
    expect(lookups).toEqual(Array(3).fill({ id: caseId, oin: oins.requester }));
  });

  test.each<[string, CaseStanding | null]>([
    ['case.not-joined', null],
    ['case.not-joined', { ...open, collaboration: 'other-region' }],
    ['case.phase-mismatch', { ...open, phase: 'intake' }],
    ['case.mode-refused', { ...open, exchange: 'match' }],
    ['case.mode-refused', { ...open, exchange: 'none' }],
  ])('%s is refused and logged at %j', async (code, at) => {
    standing = at;
    expect(await seeInCase()).toMatchObject({ status: 403, code, asked: [], logged: [`request.refused ${code}`] });
  });

  test('a case that is closed while the source is thinking releases nothing', async () => {
    region.answer = (question) => {
      standing = { ...open, exchange: 'none' };
      return answersWell(question);
    };
    const { code, asked, logged, text } = await seeInCase();
    expect([code, asked.length]).toEqual(['case.mode-refused', 1]);
    expect(logged).toEqual(['request.disclosed', 'reply.refused case.mode-refused']);
    expect(text).not.toContain('Testpersoon');
  });

  test('nothing that was logged names the case', async () => {
    await seeInCase();
    expect(JSON.stringify(await region.ledger())).not.toContain(caseId);
  });
});
