import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Region } from './region.ts';

describe('a governed exchange on real PostgreSQL and real NATS', () => {
  let region: Region;
  beforeAll(async () => {
    region = await Region.open();
  });
  afterAll(() => region.close());

  test('releases the granted fields and logs both halves', async () => {
    const { agreement } = await region.agree();
    const { body } = await region.ask(agreement.id);
    expect(body).toMatchObject({ content: { residents: [{ familyName: 'Testpersoon' }], count: 1 } });
    const types = (await region.ledger()).map(({ type }) => type);
    expect(types.slice(-2)).toEqual(['request.disclosed', 'reply.released']);
  });
});
