import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import type { ReferenceModel } from '@koppel/process';
import { takeInSignal } from '../../../src/cases/signal/take-in-signal.ts';
import type { Body } from '../../../src/platform/body.schema.ts';
import type { IntakeEvent } from '../../../src/platform/case-actions.ts';
import { defaultModel } from '../../default-model.ts';
import { partnerOins } from '../../process-people.ts';
import { collaboration, ProcessHouse } from '../../platform/process/process-house.ts';

const version = '01938c5e-8c00-7000-8000-0000000000c1';
const bodyOf = (last: string, change: Partial<Body> = {}): Body => ({
  id: `01938c5e-8c00-7000-8000-0000000000${last}`,
  collaboration,
  level: 'operational',
  title: { nl: 'Overleg', en: 'Meeting' },
  theme: 'undermining',
  region: 'north',
  coordinator: partnerOins.centre,
  members: Object.values(partnerOins),
  active: true,
  revision: 1,
  ...change,
});
const event: IntakeEvent = {
  oin: partnerOins.police,
  client: 'intake',
  id: 'event-1',
  type: 'police.concern-raised',
  payload: { summary: 'Taped windows', address: '0003200000133001', bsn: '999990019' },
};

let house: ProcessHouse;
let bodies: readonly Body[];
let model: ReferenceModel;
beforeAll(async () => {
  house = await ProcessHouse.open();
  model = await defaultModel();
  house.answers = {
    'model.find': () => model,
    'model.findInForce': ({ theme }) => (theme === model.theme ? { id: version, document: model } : null),
    'cases.findBody': ({ id }) => bodies.find((body) => body.id === id) ?? null,
    'cases.listBodies': ({ caller }) => ({ items: bodies.filter(({ members }) => members.includes(caller.oin)) }),
  };
});
afterAll(() => house?.close());
beforeEach(() => {
  bodies = [bodyOf('b1'), bodyOf('b2', { level: 'policy' }), bodyOf('b3', { theme: 'without-model' })];
});

const take = (change: Partial<IntakeEvent> = {}) => takeInSignal(house.tools, { ...event, ...change });

describe('an event of a partner’s system', () => {
  test('becomes a signal that no person decided on, between the partner and the coordinator', async () => {
    const [id] = await take();
    expect(await house.find(String(id))).toMatchObject({
      state: model.machines.signal.initial,
      body: bodies[0]?.id,
      participants: [partnerOins.police, partnerOins.centre].toSorted(),
      openedBy: { oin: partnerOins.police, person: null },
      content: {
        summary: 'Taped windows',
        subjects: [
          { number: 1, kind: 'premises' },
          { number: 2, role: 'suspect' },
        ],
      },
    });
    const [opened] = await house.events(String(id));
    expect(opened?.by).toEqual({ oin: partnerOins.police, client: 'intake', person: null, capacity: null });
  });

  test('becomes one signal, however often it is handed in, at once or later', async () => {
    const ids = await Promise.all([1, 2, 3].map(() => take({ id: 'event-2' })));
    ids.push(await take({ id: 'event-2', payload: { summary: 'Changed' } }));
    expect(new Set(ids.flat()).size).toBe(1);
    expect(await house.events(String(ids[0]?.[0]))).toHaveLength(1);
    expect(await take({ id: 'event-3' })).not.toEqual(ids[0]);
  });

  test('that no model takes in becomes nothing', async () => {
    expect(await take({ type: 'police.shift-ended' })).toEqual([]);
    bodies = [bodyOf('b1', { active: false })];
    expect(await take({ id: 'event-4' })).toEqual([]);
    bodies = [bodyOf('b1', { members: [partnerOins.tax] })];
    expect(await take({ id: 'event-4' })).toEqual([]);
    expect(await take({ id: 'event-4', body: String(bodies[0]?.id) })).toEqual([]);
  });

  test('must name the body when several of one theme could take it', async () => {
    bodies = [bodyOf('b1'), bodyOf('b4', { region: 'south' })];
    await expect(take({ id: 'event-5' })).rejects.toMatchObject({ code: 'request.invalid' });
    const [id] = await take({ id: 'event-5', body: String(bodies[1]?.id) });
    expect(await house.find(String(id))).toMatchObject({ region: 'south' });
  });

  test('whose members are not what they should be is refused, and nothing is kept', async () => {
    const before = await house.count('process_stream');
    const wrong = take({ id: 'event-6', payload: { summary: 'x', bsn: 'planted' } });
    await expect(wrong).rejects.toMatchObject({
      code: 'request.invalid',
      details: { faults: [{ path: '/payload/0/identifiers/0/value' }] },
    });
    expect(await house.count('process_stream')).toBe(before);
  });

  test('is not taken for known when the ledger could not be written', async () => {
    house.beforeLog = async () => {
      throw new KoppelError('ledger.unavailable');
    };
    await expect(take({ id: 'event-7' })).rejects.toMatchObject({ code: 'ledger.unavailable' });
    house.beforeLog = async () => undefined;
    const [id] = await take({ id: 'event-7' });
    expect(await house.find(String(id))).toMatchObject({ version: 1 });
  });
});
