import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { standingOf } from '../../../src/cases/root/standing.ts';
import type { ActiveMandate } from '../../../src/platform/actions.ts';
import { defaultModel } from '../../default-model.ts';
import { oins } from '../../fixtures.ts';
import { collaboration, openedEvent, ProcessHouse } from '../../platform/process/process-house.ts';

const version = '01938c5e-8c00-7000-8000-0000000000c1';
const held: ActiveMandate = {
  mandate: version,
  role: 'partner',
  level: 'operational',
  collaboration,
  themes: [],
  regions: [],
};

let house: ProcessHouse;
let mandates: readonly ActiveMandate[];
let collaborations: readonly string[];
beforeAll(async () => {
  house = await ProcessHouse.open();
  const model = await defaultModel();
  house.answers = {
    'model.find': () => model,
    'identity.findOrganisation': ({ oin }) => ({ oin, name: 'Partner', status: 'active', collaborations }),
    'identity.mandatesOf': () => mandates,
  };
});
afterAll(() => house?.close());
beforeEach(() => {
  mandates = [held];
  collaborations = [collaboration];
});

const begin = (kind: 'signal' | 'case' | 'task', change: Parameters<typeof openedEvent>[0]) =>
  house.begin(kind, openedEvent({ model: version, ...change }));
const standing = (id: string, change: { oin?: string; person?: string } = {}) =>
  standingOf(house.tools, { id, oin: oins.requester, ...change });

describe('where something stands', () => {
  test.each([
    ['signal', 'submitted', { phase: 'intake', exchange: 'match' }],
    ['signal', 'accepted', { phase: 'information-position', exchange: 'content' }],
    ['signal', 'rejected', { phase: 'intake', exchange: 'none' }],
    ['case', 'weighed', { phase: 'choose-and-steer', exchange: 'content' }],
    ['case', 'closed', { phase: 'account', exchange: 'none' }],
  ] as const)('is what the model says of a %s that is %s', async (kind, state, expected) => {
    const { id } = await begin(kind, { state });
    expect(await standing(id)).toEqual({ collaboration, ...expected });
  });

  test('allows nothing in a state that the model does not know', async () => {
    const { id } = await begin('case', { state: 'never-heard-of' });
    expect(await standing(id)).toEqual({ collaboration, phase: '', exchange: 'none' });
  });

  test('is for organisations that are joined', async () => {
    const { id } = await begin('case', { state: 'draft' });
    expect(await standing(id, { oin: oins.provider })).toBeNull();
    expect(await standing('01938c5e-8c00-7000-8000-0000000000ff')).toBeNull();
    collaborations = ['another-region'];
    expect(await standing(id)).toBeNull();
  });

  test('is for persons who are mandated there, whatever they may do elsewhere', async () => {
    const { id } = await begin('case', { state: 'draft' });
    expect(await standing(id, { person: 'emp-7f3a91' })).not.toBeNull();
    for (const change of [
      { regions: ['south'] },
      { themes: ['other-theme'] },
      { collaboration: 'another-region' },
      { role: 'model-editor' },
    ]) {
      mandates = [{ ...held, ...change }];
      expect([change, await standing(id, { person: 'emp-7f3a91' })]).toEqual([change, null]);
    }
    mandates = [];
    expect(await standing(id, { person: 'emp-7f3a91' })).toBeNull();
  });

  test('is that of signals and cases, not of their parts', async () => {
    const { id } = await begin('task', { state: 'open' });
    expect(await standing(id)).toBeNull();
  });

  test('ends with the retention period, whether the clock came by or not', async () => {
    const clock = { endsAt: new Date(house.clock.now() + 86_400_000).toISOString(), lockedYears: 5 };
    const running = await begin('case', { state: 'draft', retention: clock });
    expect(await standing(running.id)).not.toBeNull();
    house.clock.advanceDays(2);
    expect(await standing(running.id)).toBeNull();
    const locked = await begin('case', { state: 'draft' });
    await house.go(locked, { type: 'retention-locked', facts: { endsAt: '2040-01-01T00:00:00.000Z' } });
    expect(await standing(locked.id)).toBeNull();
  });
});
