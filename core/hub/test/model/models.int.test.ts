import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { oins, now } from '../fixtures.ts';
import { allrounder, aModel, approver, colleague, editor, ModelHouse, personOf, proposer } from './model-house.ts';

let house: ModelHouse;
beforeAll(async () => {
  house = await ModelHouse.open();
});
afterAll(() => house.close());
beforeEach(() => house.empty());

const reasons = 'It fits what partners can do';
const approval = { outcome: 'approved', reasons } as const;
const statusOf = async (id: string): Promise<string> => (await house.models.get(editor, id)).status;
const typesOf = (): string[] => house.ledger.map(({ type }) => type);
const iso = (ms: number): string => new Date(ms).toISOString();

describe('the way of a version', () => {
  test('is drafted, proposed, approved and applied, each step with who, in which office, and in the ledger', async () => {
    const applied = await house.applied();
    expect(applied).toMatchObject({
      status: 'in-force',
      revision: 4,
      drafted: { oin: oins.requester, person: editor.person, role: 'model-editor' },
      proposed: { oin: oins.provider, person: proposer.person, role: 'model-editor' },
      decision: { person: approver.person, role: 'model-approver', outcome: 'approved', reasons },
      application: { person: approver.person, role: 'model-approver', from: iso(now), reasons: 'As decided' },
    });
    expect(typesOf()).toEqual(['model.drafted', 'model.proposed', 'model.approved', 'model.applied']);
    expect(new Set(house.ledger.map(({ digest }) => digest))).toEqual(new Set([applied.digest]));
    expect(house.ledger.map(({ actor }) => actor?.id)).toEqual([
      editor.person,
      proposer.person,
      approver.person,
      approver.person,
    ]);
  });

  test('ends at a rejection, with its reasons', async () => {
    const { id } = await house.proposed();
    const rejected = await house.models.decide({ caller: approver, id, outcome: 'rejected', reasons: 'Too late' });
    expect(rejected).toMatchObject({ status: 'rejected', decision: { reasons: 'Too late' } });
    expect(typesOf().at(-1)).toBe('model.rejected');
    await expect(house.models.apply({ caller: approver, id, reasons })).rejects.toMatchObject({
      code: 'model.transition-refused',
    });
    await expect(house.models.decide({ caller: approver, id, ...approval })).rejects.toMatchObject({
      code: 'model.transition-refused',
    });
    await expect(house.models.propose({ caller: editor, id })).rejects.toMatchObject({
      code: 'model.transition-refused',
    });
  });

  test('skips nothing', async () => {
    const { id } = await house.draft();
    await expect(house.models.decide({ caller: approver, id, ...approval })).rejects.toMatchObject({
      code: 'model.transition-refused',
    });
    await expect(house.models.apply({ caller: approver, id, reasons })).rejects.toMatchObject({
      code: 'model.transition-refused',
    });
    expect(typesOf()).toEqual(['model.drafted']);
  });

  test('is gone for people who hold the office, one for each side', async () => {
    const { id } = await house.draft();
    for (const caller of [colleague, approver])
      await expect(house.models.propose({ caller, id })).rejects.toMatchObject({ code: 'mandate.missing' });
    await house.models.propose({ caller: proposer, id });
    for (const caller of [colleague, editor])
      await expect(house.models.decide({ caller, id, ...approval })).rejects.toMatchObject({ code: 'mandate.missing' });
    await house.models.decide({ caller: approver, id, ...approval });
    for (const caller of [colleague, editor])
      await expect(house.models.apply({ caller, id, reasons })).rejects.toMatchObject({ code: 'mandate.missing' });
  });

  test('is gone by persons, never by a system', async () => {
    const { id } = await house.draft();
    const { person: _person, ...system } = approver;
    await expect(house.models.propose({ caller: system, id })).rejects.toMatchObject({ code: 'token.person-required' });
    await expect(house.models.decide({ caller: system, id, ...approval })).rejects.toMatchObject({
      code: 'token.person-required',
    });
    await expect(house.models.apply({ caller: system, id, reasons })).rejects.toMatchObject({
      code: 'token.person-required',
    });
  });

  test('needs four eyes: who drafted or proposed does not decide', async () => {
    const drafted = await house.draft({}, allrounder);
    await house.models.propose({ caller: proposer, id: drafted.id });
    const proposed = await house.draft({ version: '1.0.1' });
    await house.models.propose({ caller: allrounder, id: proposed.id });
    for (const { id } of [drafted, proposed]) {
      await expect(house.models.decide({ caller: allrounder, id, ...approval })).rejects.toMatchObject({
        code: 'process.four-eyes',
      });
      expect(await statusOf(id)).toBe('proposed');
    }
  });
});

describe('a step on a version that changed meanwhile', () => {
  test('is refused with the revision that was seen and the one there is', async () => {
    const { id } = await house.proposed();
    await expect(house.models.decide({ caller: approver, id, ...approval, revision: 1 })).rejects.toMatchObject({
      code: 'resource.changed',
      details: { seen: 1, current: 2 },
    });
    await expect(house.models.decide({ caller: approver, id, ...approval, revision: 2 })).resolves.toMatchObject({
      revision: 3,
    });
  });

  test('counts once when two decide at the same moment', async () => {
    const { id } = await house.proposed();
    const other = personOf(oins.requester, 'emp-second');
    house.mandates['emp-second'] = house.mandates[approver.person] ?? [];
    const both = await Promise.allSettled([
      house.models.decide({ caller: approver, id, ...approval }),
      house.models.decide({ caller: other, id, outcome: 'rejected', reasons: 'Not yet' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(house.ledger).toHaveLength(3);
    expect((await house.models.get(editor, id)).revision).toBe(3);
  });

  test('changes nothing when the ledger took no entry', async () => {
    const { id } = await house.proposed();
    house.isLedgerUp = false;
    await expect(house.models.decide({ caller: approver, id, ...approval })).rejects.toMatchObject({
      code: 'ledger.unavailable',
    });
    expect(await statusOf(id)).toBe('proposed');
  });
});

describe('a check of a document', () => {
  test('is made for people who hold an office, and keeps nothing', async () => {
    const { person: _person, ...system } = approver;
    const document = aModel({ version: 'one' });
    await expect(house.models.check({ caller: editor, document })).resolves.toMatchObject([{ path: '/version' }]);
    await expect(house.models.check({ caller: approver, document: aModel() })).resolves.toEqual([]);
    await expect(house.models.check({ caller: colleague, document })).rejects.toMatchObject({
      code: 'mandate.missing',
    });
    await expect(house.models.check({ caller: system, document })).rejects.toMatchObject({
      code: 'token.person-required',
    });
    expect(await house.query('SELECT id FROM reference_model')).toEqual([]);
  });
});
