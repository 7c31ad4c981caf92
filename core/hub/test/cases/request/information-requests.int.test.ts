import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import { createKeyPair, HubClient } from '@koppel/local';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import { answersWell } from '../../directed-adapter.ts';
import { partnerOins, people } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { codeOf } from '../story.ts';
import { Inquiry, itemOf, modelWithMatch, outcomeOf } from './inquiry.ts';

let region: ProcessRegion;
let inquiry: Inquiry;
let agreement: string;
beforeAll(async () => {
  region = await ProcessRegion.open({ model: await modelWithMatch() });
}, 60_000);
beforeEach(async () => {
  inquiry = await Inquiry.open(region);
  agreement = await inquiry.agree();
});
afterEach(() => {
  region.region.answer = answersWell;
});
afterAll(() => region?.close());

const ledger = async (): Promise<{ type: string; action?: string }[]> => region.region.ledger();

describe('a question to a partner', () => {
  test('is answered through a governed exchange, and the answer is an item on the terms of the agreement', async () => {
    const before = (await ledger()).length;
    const asked = await inquiry.ask(agreement);
    expect(asked).toMatchObject({ state: 'answered', isOpen: false, owner: partnerOins.municipality });
    const told = (await ledger()).slice(before).map(({ type, action }) => `${type} ${action}`);
    expect(told).toEqual([
      'process.recorded change',
      'request.disclosed disclose',
      'reply.released disclose',
      'process.recorded collect',
      'process.recorded collect',
    ]);
    const { ledger: indexes, responseMs } = outcomeOf(asked);
    expect(indexes).toEqual({ requestIndex: before + 1, replyIndex: before + 2 });
    expect(responseMs).toBeGreaterThan(0);
    const item = await inquiry.read(itemOf(asked));
    expect(item).toMatchObject({
      kind: 'answer',
      root: inquiry.root.id,
      source: partnerOins.municipality,
      holder: partnerOins.police,
      need: 'residents',
      request: asked.id,
      terms: {
        agreement: { id: agreement, version: 1 },
        retention: { days: 365, lockedYears: 5 },
        onwardDisclosure: { allowed: false, recipients: [] },
      },
      content: { answer: { mode: 'content', content: { residents: [{ familyName: 'Testpersoon' }] } } },
    });
    expect(item.content?.answer?.withheld).toContain('residents[].birthDate');
    const days = (Date.parse(String(item.retention.activeUntil)) - Date.parse(item.addedAt)) / 86_400_000;
    expect(days).toBe(365);
  });

  test('names the person and the role in which they ask, on the exchange itself', async () => {
    await inquiry.ask(agreement);
    const entries = (await region.region.ledger()) as { type: string; actor?: object }[];
    expect(entries.findLast(({ type }) => type === 'request.disclosed')?.actor).toEqual({
      id: people.detective.person,
      role: expect.stringMatching(/^(partner|intervention-owner)$/),
    });
  });

  test('is refused by the gate like any other exchange, and what it said is recorded', async () => {
    await region.partners.municipality.post(`/v1/agreements/${agreement}/suspension`, { reason: 'On advice' });
    const asked = await inquiry.ask(agreement);
    expect(asked).toMatchObject({ state: 'refused', isOpen: false });
    expect(outcomeOf(asked)).toMatchObject({ code: 'agreement.suspended', ledgerIndex: expect.any(Number) });
  });

  test('that the operation does not take is refused with every fault', async () => {
    const asked = await inquiry.ask(agreement, { request: { bsn: 'no number', more: 1 } });
    expect(asked.state).toBe('refused');
    expect(outcomeOf(asked)).toMatchObject({ code: 'request.invalid', faults: [{}, { path: '/bsn' }] });
  });

  test('fails when the source does, and can be asked again', async () => {
    region.region.answer = async () => {
      throw new KoppelError('source.failed');
    };
    const failed = await inquiry.ask(agreement);
    expect(failed.state).toBe('failed');
    expect(outcomeOf(failed)).toMatchObject({ code: 'source.failed' });
    region.region.answer = answersWell;
    expect((await inquiry.ask(agreement)).state).toBe('answered');
  });

  test('is kept although the case moved on while the partner was thinking', async () => {
    region.region.answer = async (question) => {
      const note = { kind: 'note', title: 'Meanwhile', text: 'Something else happened', secrecy: [] };
      await region.as('coordinator').post(`/v1/cases/${inquiry.root.id}/items`, note);
      return answersWell(question);
    };
    const asked = await inquiry.ask(agreement);
    expect(asked.state).toBe('answered');
    expect((await inquiry.read(itemOf(asked))).content?.answer?.content).toEqual({
      residents: [{ familyName: 'Testpersoon' }],
    });
  });
});

describe('who may ask what', () => {
  test('is for a step that is open now and lists the need', async () => {
    const { id } = inquiry.root;
    expect(await codeOf(inquiry.ask(agreement, { need: 'match-incidents' }))).toBe('process.transition-refused');
    expect(await codeOf(inquiry.ask(agreement, { need: 'not-in-the-model' }))).toBe('request.invalid');
    const triager = region.as('triager').post(`/v1/cases/${id}/information-requests`, {
      need: 'residents',
      agreement,
      reasons: 'I am curious',
      request: { bsn: '999990019' },
    });
    expect(await codeOf(triager)).toBe('process.role-missing');
  });

  test('takes an agreement that fits the need, and tells every difference', async () => {
    const other = await inquiry.agree({ mode: 'match', grantedFields: [], purpose: otherPurpose });
    const heard = region.region.questions.length;
    const attempt = inquiry.ask(other, { subjectRole: 'victim' });
    await expect(attempt).rejects.toMatchObject({
      code: 'request.invalid',
      details: {
        faults: [
          { path: '/body/agreement', message: 'must be for a content' },
          { path: '/body/agreement', message: 'must be for the purpose prevent-and-detect-offences' },
          { path: '/body/subjectRole', message: 'is not a role about which the need asks' },
        ],
      },
    });
    expect(region.region.questions).toHaveLength(heard);
  });

  test('takes an agreement of the own organisation only', async () => {
    const { id } = inquiry.root;
    const asked = { need: 'residents', agreement, reasons: 'Not ours', request: { bsn: '999990019' } };
    const attempt = region.as('coordinator').post(`/v1/cases/${id}/information-requests`, asked);
    expect(await codeOf(attempt)).toBe('agreement.not-found');
    await inquiry.join(partnerOins.municipality);
    const provider = region.as('enforcer').post(`/v1/cases/${id}/information-requests`, asked);
    expect(await codeOf(provider)).toBe('agreement.not-found');
    const absent = '01938c5e-8c00-7000-8000-00000000dead';
    expect(await codeOf(inquiry.ask(absent))).toBe('agreement.not-found');
  });

  test('goes by the phase in which the case is', async () => {
    const now = await inquiry.agree({ casePhases: ['information-position'] });
    expect((await inquiry.ask(now)).state).toBe('answered');
    const later = await inquiry.ask(await inquiry.agree({ casePhases: ['account'] }));
    expect([later.state, outcomeOf(later)['code']]).toEqual(['refused', 'case.phase-mismatch']);
  });

  test('is for a step of an intervention too, by its owner, while the step is open', async () => {
    const { id } = inquiry.root;
    const draft = { type: 'seize-equipment', owner: partnerOins.police, aim: 'Take it away', reasons: 'It is theirs' };
    const { id: part } = await region.as('detective').post<ProcessRecord>(`/v1/cases/${id}/interventions`, draft);
    const act = (action: string) =>
      region.as('detective').post(`/v1/interventions/${part}/transitions`, { action, reasons: 'As agreed upon' });
    expect(await codeOf(inquiry.ask(agreement, { part }))).toBe('process.transition-refused');
    await act('accept');
    const asked = await inquiry.ask(agreement, { part });
    expect(asked).toMatchObject({ state: 'answered', content: { question: { part } } });
    expect((await inquiry.read(itemOf(asked))).root).toBe(id);
    const elsewhere = await Inquiry.open(region);
    expect(await codeOf(elsewhere.ask(agreement, { part }))).toBe('request.invalid');
  });

  test('is not for a system that may not exchange', async () => {
    const key = await createKeyPair();
    const keys = `/v1/organisations/${partnerOins.police}/keys`;
    await region.region.operator.post(keys, { use: 'client', client: 'desk', scopes: ['cases'], jwk: key.publicJwk });
    const { url } = region.region;
    const desk = new HubClient({ hub: url, oin: partnerOins.police, client: 'desk', privateJwk: key.privateJwk });
    const asked = { need: 'residents', agreement, reasons: 'From another desk', request: { bsn: '999990019' } };
    const path = `/v1/cases/${inquiry.root.id}/information-requests`;
    expect(await codeOf(desk.as(people.detective.person).post(path, asked))).toBe('token.insufficient-scope');
  });

  test('is a match before acceptance and content after it', async () => {
    const { id } = await region.as('detective').post<{ id: string }>('/v1/signals', {
      body: region.bodies.conference,
      title: 'A shop without customers',
      summary: 'The till is never touched',
      subjects: [],
    });
    await region.mandate(people.detective, ['triager', 'operational']);
    const match = await inquiry.agree({ mode: 'match', grantedFields: [] });
    const ask = (need: string, under: string) =>
      region.as('detective').post<ProcessRecord>(`/v1/signals/${id}/information-requests`, {
        need,
        agreement: under,
        reasons: 'Does anybody live there',
        request: { bsn: '999990019' },
      });
    const hit = await ask('match-residents', match);
    expect(hit.state).toBe('answered');
    expect((await inquiry.read(itemOf(hit))).content).toMatchObject({ answer: { mode: 'match', hit: true } });
    expect(await codeOf(ask('residents', agreement))).toBe('process.transition-refused');
  });
});

const otherPurpose = { code: 'supervise-compliance', description: { nl: 'Toezicht', en: 'Supervision' } };
