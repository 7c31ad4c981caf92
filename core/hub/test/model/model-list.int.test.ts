import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { now } from '../fixtures.ts';
import { editor, ModelHouse, stranger } from './model-house.ts';

let house: ModelHouse;
beforeAll(async () => {
  house = await ModelHouse.open();
});
afterAll(() => house.close());
beforeEach(() => house.empty());

const day = 86_400_000;

describe('the list of versions', () => {
  test('is newest first, in pages, and filtered by model, theme and standing', async () => {
    await house.applied({ version: '1.0.0' });
    house.nowMs = now + day;
    const second = await house.applied({ version: '1.1.0' });
    const third = await house.draft({ id: 'other', theme: 'elsewhere' });
    const list = async (filter: object, page: object = {}) => house.models.list({ caller: editor, filter, page });
    const versions = async (filter: object): Promise<string[]> =>
      (await list(filter)).items.map(({ model, version }) => `${model} ${version}`);
    expect(await versions({})).toEqual(['other 1.0.0', 'example 1.1.0', 'example 1.0.0']);
    expect(await versions({ model: 'example' })).toEqual(['example 1.1.0', 'example 1.0.0']);
    expect(await versions({ theme: 'elsewhere' })).toEqual(['other 1.0.0']);
    expect(await versions({ status: 'in-force' })).toEqual(['example 1.1.0']);
    expect(await versions({ status: 'superseded' })).toEqual(['example 1.0.0']);
    const { items, next } = await list({}, { limit: 2 });
    expect(items.map(({ id }) => id)).toEqual([third.id, second.id]);
    const rest = await list({}, { limit: 2, after: next });
    expect(rest.items.map(({ version }) => version)).toEqual(['1.0.0']);
    expect(rest.next).toBeUndefined();
    expect(JSON.stringify(items)).not.toContain('document');
  });

  test('takes no cursor of its own making', async () => {
    await expect(house.models.list({ caller: editor, filter: {}, page: { after: 'bm90' } })).rejects.toMatchObject({
      code: 'request.invalid',
    });
  });
});

describe('to an organisation outside the collaboration', () => {
  test('a version is as absent as one that does not exist, whatever it asks', async () => {
    const { id } = await house.applied();
    await expect(house.models.get(stranger, id)).rejects.toMatchObject({ code: 'resource.not-found' });
    await expect(house.models.propose({ caller: stranger, id })).rejects.toMatchObject({ code: 'resource.not-found' });
    await expect(house.models.list({ caller: stranger, filter: {}, page: {} })).resolves.toEqual({ items: [] });
  });
});
