import { describe, expect, test } from '@jest/globals';
import type { OperationDescription } from '@koppel/contract';
import { OperationCatalogue } from '../../src/exchange/operation-catalogue.ts';
import type { Call } from '../../src/platform/actions.ts';
import { findResidents, oins } from '../fixtures.ts';

const described = (version: string): OperationDescription => ({ ...findResidents, version });

/** A catalogue whose registry answers what `registry.answer` makes. */
function aCatalogue() {
  const clock = { time: 0, now: () => clock.time };
  const registry = { answer: (): OperationDescription => described('1.0.0') };
  const call = (async () => registry.answer()) as unknown as Call;
  return { clock, registry, catalogue: new OperationCatalogue(call, clock) };
}

const query = { operation: findResidents.name };

describe('the catalogue of operations', () => {
  const same = described('1.0.0');
  test.each([
    ['the very description', () => same],
    ['an equal copy of it, as from another node', () => structuredClone(same)],
  ])('keeps what was compiled when the registry answers %s', async (_what, answer) => {
    const { clock, registry, catalogue } = aCatalogue();
    registry.answer = answer;
    const known = await catalogue.find(query);
    clock.time = 5000;
    expect(await catalogue.find(query)).toBe(known);
  });

  test('compiles once for all providers who describe an operation in the same words, and not for those who do not', async () => {
    const { registry, catalogue } = aCatalogue();
    const of = (oin: string) => catalogue.find({ ...query, oin, major: 1 });
    const known = await of(oins.provider);
    expect(await of(oins.stranger)).toBe(known);
    registry.answer = () => ({ ...described('1.0.0'), modes: ['match'] });
    expect(await of(oins.requester)).not.toBe(known);
  });

  test('takes in a description that became another after a second', async () => {
    const { clock, registry, catalogue } = aCatalogue();
    await catalogue.find(query);
    registry.answer = () => described('1.1.0');
    clock.time = 999;
    expect((await catalogue.find(query))?.description.version).toBe('1.0.0');
    clock.time = 1000;
    expect((await catalogue.find(query))?.description.version).toBe('1.1.0');
  });
});
