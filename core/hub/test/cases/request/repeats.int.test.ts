import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from '../../../src/platform/paging.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import { ProcessRegion } from '../../process-region.ts';
import { makeRounds } from '../night-watch.ts';
import { codeOf } from '../story.ts';
import { Inquiry } from './inquiry.ts';

let region: ProcessRegion;
let inquiry: Inquiry;
let agreement: string;
beforeAll(async () => {
  region = await ProcessRegion.open();
}, 60_000);
beforeEach(async () => {
  inquiry = await Inquiry.open(region);
  agreement = await inquiry.agree();
});
afterAll(() => region?.close());

describe('a repeated idempotency key', () => {
  const key = (name: string) => ({ 'Idempotency-Key': `${name}-${inquiry.root.id}` });

  test('gets the question that it put before, and asks nobody again', async () => {
    const heard = region.region.questions.length;
    const first = await inquiry.ask(agreement, {}, key('once'));
    expect(await inquiry.ask(agreement, {}, key('once'))).toEqual(first);
    expect(region.region.questions).toHaveLength(heard + 1);
    const another = await inquiry.ask(agreement, {}, key('twice'));
    expect(another.id).not.toBe(first.id);
  });

  test('is not taken for another question', async () => {
    await inquiry.ask(agreement, {}, key('same'));
    const other = inquiry.ask(agreement, { request: { bsn: '999990020' } }, key('same'));
    expect(await codeOf(other)).toBe('exchange.key-reused');
  });

  test('asks once when both come at the same moment', async () => {
    const heard = region.region.questions.length;
    const all = await Promise.all([1, 2, 3].map(() => inquiry.ask(agreement, {}, key('at-once'))));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(region.region.questions).toHaveLength(heard + 1);
    const { items } = await region
      .as('detective')
      .get<Page<ProcessRecord>>(`/v1/cases/${inquiry.root.id}/information-requests`);
    expect(items).toHaveLength(1);
  });
});

describe('a question of which nobody could write down what came', () => {
  test('stays asked, is then closed as unknown, and is never asked again by itself', async () => {
    const { database, questions } = region.region;
    await database.query('ALTER TABLE case_item RENAME TO case_item_away');
    const headers = { 'Idempotency-Key': `lost-${inquiry.root.id}` };
    expect(await codeOf(inquiry.ask(agreement, {}, headers))).toBe('hub.failed');
    await database.query('ALTER TABLE case_item_away RENAME TO case_item');
    const heard = questions.length;
    const left = await inquiry.ask(agreement, {}, headers);
    expect(left).toMatchObject({ state: 'asked', isOpen: true });
    region.clock.advanceDays(0.01);
    const state = async () => (await inquiry.ask(agreement, {}, headers)).state;
    await makeRounds(region, async () => (await state()) === 'unknown');
    expect(questions).toHaveLength(heard);
    expect((await inquiry.ask(agreement)).state).toBe('answered');
  });
});
