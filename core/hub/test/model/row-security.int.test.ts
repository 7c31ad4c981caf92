import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ModelHouse } from './model-house.ts';

describe('rows of reference models', () => {
  let house: ModelHouse;
  let id: string;
  beforeAll(async () => {
    house = await ModelHouse.open();
    ({ id } = await house.draft());
  });
  afterAll(() => house.close());

  test('are seen by their own collaboration only', async () => {
    await expect(house.store.find(id, ['example-region'], 0)).resolves.toMatchObject({ id });
    await expect(house.store.find(id, ['another-region'], 0)).resolves.toBeUndefined();
    await expect(house.store.find(id, [], 0)).resolves.toBeUndefined();
    await expect(house.queryAs('app', 'SELECT id FROM reference_model')).resolves.toEqual([]);
  });

  test('are never changed in what they say, nor removed', async () => {
    for (const change of [
      `UPDATE reference_model SET document = '{}'`,
      `UPDATE reference_model SET version = '9.9.9'`,
      'DELETE FROM reference_model',
    ])
      await expect(house.queryAs('app', change)).rejects.toThrow(/permission denied/);
  });

  test('show other rooms, across collaborations, what they say and not who did what', async () => {
    await expect(house.queryAs('gate', 'SELECT id FROM reference_model')).resolves.toEqual([{ id }]);
    for (const look of ['SELECT record FROM reference_model', 'SELECT status FROM reference_model'])
      await expect(house.queryAs('gate', look)).rejects.toThrow(/permission denied/);
    await expect(house.queryAs('gate', `UPDATE reference_model SET status = 'draft'`)).rejects.toThrow(
      /permission denied/,
    );
  });
});
