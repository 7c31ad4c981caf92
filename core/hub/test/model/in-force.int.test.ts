import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ModelVersion } from '../../src/platform/model-actions.ts';
import { defaultModel, readModel } from '../default-model.ts';
import { now } from '../fixtures.ts';
import { approver, editor, ModelHouse } from './model-house.ts';

let house: ModelHouse;
beforeAll(async () => {
  house = await ModelHouse.open();
});
afterAll(() => house.close());
beforeEach(() => house.empty());

const reasons = 'As decided';
const statusOf = async (id: string): Promise<string> => (await house.models.get(editor, id)).status;
const day = 86_400_000;
const iso = (ms: number): string => new Date(ms).toISOString();

describe('the version in force', () => {
  const inForce = async (): Promise<string | undefined> => {
    const found = await house.reader.findInForce({ collaboration: 'example-region', theme: 'example' });
    return found?.document.version;
  };

  test('is the one whose instant passed last; the one before is superseded, the one after waits', async () => {
    expect(await inForce()).toBeUndefined();
    const first = await house.applied({ version: '1.0.0' });
    const second = await house.applied({ version: '2.0.0' }, iso(now + day));
    expect([await statusOf(first.id), await statusOf(second.id)]).toEqual(['in-force', 'approved']);
    expect(await inForce()).toBe('1.0.0');
    house.nowMs = now + day;
    expect([await statusOf(first.id), await statusOf(second.id)]).toEqual(['superseded', 'in-force']);
    expect(await inForce()).toBe('2.0.0');
  });

  test('is one for each theme and each collaboration', async () => {
    const first = await house.applied();
    house.nowMs = now + day;
    const other = await house.applied({ id: 'other', theme: 'elsewhere' });
    expect([await statusOf(first.id), await statusOf(other.id)]).toEqual(['in-force', 'in-force']);
    const elsewhere = { collaboration: 'another-region', theme: 'example' };
    await expect(house.reader.findInForce(elsewhere)).resolves.toBeNull();
  });

  test('is not from the past, and shares its instant with no other', async () => {
    const { id } = await house.approved();
    await expect(house.models.apply({ caller: approver, id, from: iso(now - 1), reasons })).rejects.toMatchObject({
      code: 'request.invalid',
      details: { faults: [{ path: '/body/from' }] },
    });
    await house.models.apply({ caller: approver, id, from: iso(now + day), reasons });
    const later = await house.approved({ id: 'other' });
    await expect(
      house.models.apply({ caller: approver, id: later.id, from: iso(now + day), reasons }),
    ).rejects.toMatchObject({ code: 'model.transition-refused' });
    expect(await statusOf(later.id)).toBe('approved');
  });

  test('of one model has a higher number than those before it', async () => {
    const low = await house.approved({ version: '1.0.0' });
    await house.applied({ version: '1.1.0' });
    house.nowMs = now + day;
    await expect(house.models.apply({ caller: approver, id: low.id, reasons })).rejects.toMatchObject({
      code: 'model.transition-refused',
      message: expect.stringContaining('higher number'),
    });
  });

  test('can be put off while it is not there yet, and not any more once it is', async () => {
    const { id } = await house.applied({}, iso(now + day));
    await house.models.apply({ caller: approver, id, from: iso(now + 2 * day), reasons: 'Partners need a day more' });
    house.nowMs = now + day;
    expect(await inForce()).toBeUndefined();
    house.nowMs = now + 2 * day;
    expect(await inForce()).toBe('1.0.0');
    await expect(house.models.apply({ caller: approver, id, reasons })).rejects.toMatchObject({
      code: 'model.transition-refused',
    });
  });

  test('is one at an instant, also for two who have not seen each other', async () => {
    const one = await house.approved({ id: 'one' });
    const other = await house.approved({ id: 'other' });
    const application = { ...one.drafted, from: iso(now + day), reasons };
    const apply = (version: ModelVersion): Promise<boolean> =>
      house.store.update({ ...version, application, revision: 4 }, 3, async () => []);
    expect(await apply(one)).toBe(true);
    expect(await apply(other)).toBe(false);
  });
});

describe('for other rooms', () => {
  test('a version is found by its id, whatever its status, and read once', async () => {
    const { id } = await house.draft();
    const found = await house.reader.find(id);
    expect(found?.id).toBe('example');
    expect(await house.reader.find(id)).toBe(found);
    expect(await house.reader.find('01938c5e-8c00-7000-8000-0000000000ff')).toBeNull();
  });

  test('a role is known on its level and in its collaboration, from any version', async () => {
    await house.draft();
    const role = { collaboration: 'example-region', role: 'chair', level: 'operational' } as const;
    expect(await house.store.knowsRole(role)).toBe(true);
    expect(await house.store.knowsRole({ ...role, level: 'policy' })).toBe(false);
    expect(await house.store.knowsRole({ ...role, role: 'nobody' })).toBe(false);
    expect(await house.store.knowsRole({ ...role, collaboration: 'another-region' })).toBe(false);
  });

  test('models of altogether different domains are in force beside each other', async () => {
    const bridges = await readModel(new URL('../../../process/test/themes/unsafe-bridges.yaml', import.meta.url));
    const undermining = await defaultModel();
    for (const model of [bridges, undermining]) await house.applied(model);
    for (const { theme, id, roles } of [bridges, undermining]) {
      const found = await house.reader.findInForce({ collaboration: 'example-region', theme });
      expect(found?.document.id).toBe(id);
      for (const { id: role, level } of roles)
        expect(await house.store.knowsRole({ collaboration: 'example-region', role, level })).toBe(true);
    }
  });
});
