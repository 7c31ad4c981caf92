import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { checkModel, readModelDocument } from '../../src/index.ts';
import { modelOf, type Draft } from './themes.ts';

const themes = [modelOf('bridges'), modelOf('undermining')] as const;

/** Where a model names something else of it, told by the member: written down apart from the checker's own list. */
const referring = new Set([
  'phase',
  'step',
  'initial',
  'from',
  'to',
  'accountable',
  'responsible',
  'supports',
  'consulted',
  'informed',
  'present',
  'needs',
  'subProcess',
  'role',
  'owner',
  'indicator',
  'barrierModel',
  'barrierStep',
  'barrier',
  'discipline',
  'ownerType',
  'partners',
  'broader',
  'related',
  'outOf',
]);

interface Leaf {
  readonly path: readonly string[];
  readonly name: string;
}

function leavesOf(value: unknown, path: readonly string[] = []): Leaf[] {
  if (typeof value !== 'object' || value === null) {
    const name = path.findLast((step) => !/^[0-9]+$/.test(step)) ?? '';
    return [{ path, name }];
  }
  return Object.entries(value).flatMap(([step, child]) => leavesOf(child, [...path, step]));
}

/** The role of an intake is the role of a subject, which is a word of the schema. */
const isReference = ({ path, name }: Leaf) => referring.has(name) && path[0] !== 'intake';

const parentOf = (model: Draft, path: readonly string[]): Draft =>
  path.slice(0, -1).reduce((part, step) => part?.[step], model);

const hasPath = (model: Draft, path: readonly string[]): boolean => {
  const parent = parentOf(model, path);
  return (
    path.length === 0 || (typeof parent === 'object' && parent !== null && Object.hasOwn(parent, path.at(-1) ?? ''))
  );
};

function expectPlaces(model: Draft, faults: readonly { readonly path: string; readonly message: string }[]): void {
  for (const { path, message } of faults) {
    const steps = path.split('/').filter((step) => step !== '');
    expect([path, hasPath(model, steps) || hasPath(model, steps.slice(0, -1))]).toEqual([path, true]);
    expect(message).toMatch(/^\S.*\S$/);
  }
}

const mutation = fc
  .constantFrom(...themes)
  .chain((model) => fc.tuple(fc.constant(model), fc.constantFrom(...leavesOf(model))));

const pick = (wanted: (leaf: Leaf) => boolean) => mutation.filter(([, leaf]) => wanted(leaf));

describe('of a valid model', () => {
  test('no id can be left out', () => {
    fc.assert(
      fc.property(
        pick(({ name }) => name === 'id'),
        ([valid, { path }]) => {
          const model = structuredClone(valid);
          delete parentOf(model, path).id;
          const faults = checkModel(model);
          expect(faults.map((fault) => fault.path)).toContain(
            `/${path.slice(0, -1).join('/')}`.replace(/\/$/, '') || '/',
          );
          expectPlaces(model, faults);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('no reference can lead elsewhere', () => {
    fc.assert(
      fc.property(pick(isReference), ([valid, { path }]) => {
        const model = structuredClone(valid);
        parentOf(model, path)[path.at(-1) ?? ''] = 'nothing-such';
        const faults = checkModel(model);
        expect(faults.map((fault) => fault.path)).toContain(`/${path.join('/')}`);
        expectPlaces(model, faults);
      }),
      { numRuns: 300 },
    );
  });

  test('no leaf can become something else without a fault that has a place, or none at all', () => {
    fc.assert(
      fc.property(mutation, fc.jsonValue({ maxDepth: 3 }), ([valid, { path }], value) => {
        const model = structuredClone(valid);
        parentOf(model, path)[path.at(-1) ?? ''] = value;
        expectPlaces(model, checkModel(model));
      }),
      { numRuns: 300 },
    );
  });

  test('no part can be left out without a fault that has a place, or none at all', () => {
    fc.assert(
      fc.property(mutation, fc.nat(), ([valid, { path }], depth) => {
        const model = structuredClone(valid);
        const steps = path.slice(0, 1 + (depth % path.length));
        const parent = parentOf(model, steps);
        if (Array.isArray(parent)) parent.splice(Number(steps.at(-1)), 1);
        else delete parent[steps.at(-1) ?? ''];
        expectPlaces(model, checkModel(model));
      }),
      { numRuns: 300 },
    );
  });
});

describe('any document at all', () => {
  test('is judged and not tripped over', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (document) => {
        expect(checkModel(document).length).toBeGreaterThan(0);
      }),
    );
  });

  test('is judged the same as text', () => {
    fc.assert(
      fc.property(pick(isReference), ([valid, { path }]) => {
        const model = structuredClone(valid);
        parentOf(model, path)[path.at(-1) ?? ''] = 'nothing-such';
        const told = readModelDocument(stringify(model, { aliasDuplicateObjects: false })).faults;
        expect(told.map((fault) => fault.path).toSorted()).toEqual(
          checkModel(model)
            .map((fault) => fault.path)
            .toSorted(),
        );
      }),
      { numRuns: 10 },
    );
  });

  test('is read from any text without a slip', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'a:-[]{}&*!|>?%"\'\n\t #,\u{1f}\u{2}\u{feff}'.split('')) }),
        (text) => {
          const { model, faults } = readModelDocument(text);
          expect(model).toBeUndefined();
          expect(faults.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 500 },
    );
  });
});
