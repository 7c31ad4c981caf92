import { describe, expect, test } from '@jest/globals';
import { KoppelError, type ExchangeReply } from '@koppel/contract';
import { ItemStore } from '../../../src/cases/item/item.store.ts';
import { Outcomes } from '../../../src/cases/request/outcomes.ts';
import { exampleDraft, exampleRequest } from '../../../src/cases/request/request.examples.ts';
import type { Commit } from '../../../src/platform/process/process-writer.ts';
import type { ProcessRecord, Retention } from '../../../src/platform/process/process-record.ts';
import { anAgreement } from '../../fixtures.ts';

const now = Date.parse('2026-06-01T12:00:00.000Z');
const asked: ProcessRecord = { ...exampleRequest, state: 'asked', isOpen: true, version: 1 };
const rootWith = (retention: Partial<Retention>): ProcessRecord => ({
  ...exampleRequest,
  id: exampleRequest.root,
  kind: 'case',
  version: 7,
  retention: { ...exampleRequest.retention, ...retention },
});

const reply: ExchangeReply = {
  exchange: '01938c5e-8c00-7000-8000-000000000002',
  transaction: '01938c5e-8c00-7000-8000-000000000003',
  agreement: { id: exampleDraft.agreement, version: 1 },
  operation: 'municipality.find-residents',
  operationVersion: '1.0.0',
  mode: 'match',
  hit: true,
  withheld: [],
  terms: { retention: { days: 30, lockedYears: 5 }, onwardDisclosure: { allowed: false, recipients: [] }, secrecy: [] },
  ledger: { requestIndex: 41, replyIndex: 42 },
};

/** A desk at which somebody else is faster so many times. */
class BusyDesk {
  readonly commits: Commit[] = [];
  readonly #root: ProcessRecord;
  #rivals: number;

  constructor(root: ProcessRecord, rivals = 0) {
    this.#root = root;
    this.#rivals = rivals;
  }

  async findWithin(_collaborations: readonly string[], id: string): Promise<ProcessRecord> {
    return id === asked.id ? asked : this.#root;
  }

  async commit(commit: Commit): Promise<ProcessRecord[]> {
    this.#rivals -= 1;
    if (this.#rivals >= 0) throw new KoppelError('resource.changed');
    this.commits.push(commit);
    return [asked];
  }
}

const record = (desk: BusyDesk, came: ExchangeReply | KoppelError) => {
  const outcomes = new Outcomes({ desk, clock: { now: () => now } }, new ItemStore());
  const need = {
    id: 'residents',
    title: { nl: 'Bewoners', en: 'Residents' },
    operation: 'municipality.find-residents',
    operationVersion: 1,
    purpose: 'prevent-and-detect-offences',
    mode: 'match' as const,
    subjectRoles: [],
  };
  const capacity = { role: 'partner', level: 'operational' as const, mandate: '01938c5e-8c00-7000-8000-0000000000d1' };
  const question = {
    root: rootWith({}),
    draft: exampleDraft,
    asking: { need, step: 'enrich-case', capacity },
    agreement: anAgreement(),
  };
  const by = { oin: '00000009999000000001', client: 'intake', person: 'emp-7f3a91', capacity };
  return outcomes.record({ id: asked.id, question, by }, { came, responseMs: 12 });
};

const eventsOf = ({ changes }: Commit) => changes.flatMap(({ events }) => events);

describe('an answer', () => {
  test('ends the question and becomes an item of the case in one commit, logged as collecting', async () => {
    const desk = new BusyDesk(rootWith({}));
    await record(desk, reply);
    const [commit] = desk.commits;
    expect(commit).toMatchObject({
      action: 'collect',
      changes: [{ seenVersion: 1 }, { seenVersion: 7, kind: 'case' }],
    });
    const [answered, added] = commit ? eventsOf(commit) : [];
    expect(answered).toMatchObject({ type: 'transitioned', facts: { to: 'answered', isOpen: false, court: 'nobody' } });
    expect(added).toMatchObject({
      type: 'item-added',
      facts: { request: asked.id, activeUntil: '2026-07-01T12:00:00.000Z' },
    });
    expect(JSON.stringify(added)).not.toContain('hit');
  });

  test('is not lost to somebody who is faster, again and again', async () => {
    const desk = new BusyDesk(rootWith({}), 20);
    await record(desk, reply);
    expect(desk.commits).toHaveLength(1);
  });

  test('is given up after many times, and the question stays asked', async () => {
    await expect(record(new BusyDesk(rootWith({}), 1000), reply)).rejects.toMatchObject({ code: 'resource.changed' });
  });

  test.each([
    { title: 'locked', retention: { status: 'locked' } as const },
    { title: 'over', retention: { endsAt: '2026-06-01T12:00:00.000Z' } },
  ])('is not kept in a case that is $title', async ({ retention }) => {
    const desk = new BusyDesk(rootWith(retention));
    await record(desk, reply);
    expect(desk.commits.flatMap(eventsOf)).toMatchObject([
      { type: 'transitioned', facts: { to: 'refused', outcome: { code: 'process.closed' } } },
    ]);
    expect(desk.commits[0]).not.toHaveProperty('alongside');
  });
});

describe('a question that was not answered', () => {
  test.each([
    ['agreement.expired', 'refused'],
    ['source.refused', 'failed'],
    ['exchange.deadline', 'failed'],
  ] as const)('for %s is %s', async (code, state) => {
    const desk = new BusyDesk(rootWith({}));
    await record(desk, new KoppelError(code, undefined, { details: { ledgerIndex: 9 } }));
    expect(desk.commits.flatMap(eventsOf)).toMatchObject([
      { facts: { to: state, outcome: { code, ledgerIndex: 9, responseMs: 12 } } },
    ]);
    expect(desk.commits[0]?.action).toBeUndefined();
  });
});
