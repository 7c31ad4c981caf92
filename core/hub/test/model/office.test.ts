import { describe, expect, test } from '@jest/globals';
import { holdsAnyOffice, mandateFor, requirePerson, takeOffice } from '../../src/model/office.ts';
import { modelApprover, modelEditor } from '../../src/platform/offices.ts';
import type { ActiveMandate, Call } from '../../src/platform/actions.ts';
import { oins } from '../fixtures.ts';

const aMandate = (change: Partial<ActiveMandate> = {}): ActiveMandate => ({
  mandate: '01938c5e-8c00-7000-8000-000000000011',
  role: 'model-editor',
  level: 'policy',
  collaboration: 'example-region',
  themes: [],
  regions: [],
  ...change,
});
const remit = { collaboration: 'example-region', theme: 'bridges' };
const isEditor = (change: Partial<ActiveMandate>): boolean =>
  mandateFor(modelEditor, [aMandate(change)], remit) !== undefined;

describe('an office', () => {
  test('is held by a mandate to its role, on its level, in the collaboration', () => {
    expect(isEditor({})).toBe(true);
    expect(isEditor({ role: 'model-approver' })).toBe(false);
    expect(isEditor({ level: 'operational' })).toBe(false);
    expect(isEditor({ level: 'strategic' })).toBe(false);
    expect(isEditor({ collaboration: 'another-region' })).toBe(false);
  });

  test('that approves is held on the policy and on the strategic level', () => {
    const isApprover = (level: ActiveMandate['level']): boolean =>
      mandateFor(modelApprover, [aMandate({ role: 'model-approver', level })], remit) !== undefined;
    expect([isApprover('operational'), isApprover('policy'), isApprover('strategic')]).toEqual([false, true, true]);
  });

  test('is held over the themes of the mandate, over all when it names none', () => {
    expect(isEditor({ themes: ['bridges', 'roads'] })).toBe(true);
    expect(isEditor({ themes: ['roads'] })).toBe(false);
    const anyTheme = mandateFor(modelEditor, [aMandate({ themes: ['roads'] })], { collaboration: 'example-region' });
    expect(anyTheme).toBeDefined();
  });

  test('is not held by a mandate for some regions: a model holds in all', () => {
    expect(isEditor({ regions: ['north'] })).toBe(false);
  });

  test('is taken on the first mandate that gives it, and told with that mandate', async () => {
    const asked: unknown[] = [];
    const call = (async (name: string, params: unknown) => {
      asked.push([name, params]);
      return [aMandate({ role: 'worker' }), aMandate({ mandate: 'this-one' }), aMandate()];
    }) as Call;
    const person = { oin: oins.requester, client: 'intake', scopes: [], person: 'emp-7f3a91' };
    const hand = await takeOffice({ call, clock: { now: () => 0 } }, person, { ...modelEditor, ...remit });
    expect(hand).toEqual({
      oin: oins.requester,
      person: 'emp-7f3a91',
      role: 'model-editor',
      mandate: 'this-one',
      at: '1970-01-01T00:00:00.000Z',
    });
    expect(asked).toEqual([['identity.mandatesOf', { oin: oins.requester, person: 'emp-7f3a91' }]]);
  });

  test('of either kind lets somebody have a model checked', () => {
    expect(holdsAnyOffice([aMandate({ themes: ['roads'] })])).toBe(true);
    expect(holdsAnyOffice([aMandate({ role: 'worker' }), aMandate({ role: 'model-approver' })])).toBe(true);
    expect(holdsAnyOffice([aMandate({ role: 'worker' }), aMandate({ level: 'operational' })])).toBe(false);
  });

  test('is for a person, never for a system by itself', () => {
    const system = { oin: oins.requester, client: 'intake', scopes: [] };
    expect(() => requirePerson(system)).toThrow(expect.objectContaining({ code: 'token.person-required' }));
  });
});
