import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { diffModels, modelDigest, type ReferenceModel } from '../../src/index.ts';
import { changed, modelOf, type Draft } from './themes.ts';

const bridges = modelOf('bridges');
const changesAfter = (change: (model: Draft) => void) => diffModels(bridges, changed(change));

describe('the difference between two models', () => {
  test('is nothing between a model and itself', () => {
    expect(diffModels(bridges, structuredClone(bridges))).toEqual([]);
  });

  test('tells a changed leaf with both values, in the list that it belongs to', () => {
    expect(changesAfter(({ machines }) => Object.assign(machines.case.states[0].retention, { days: 10 }))).toEqual([
      {
        kind: 'changed',
        part: 'machines.case.states',
        path: 'machines.case.states.surveyed.retention.days',
        from: 3650,
        to: 10,
      },
    ]);
  });

  test('tells what came and what went, as a whole', () => {
    const lost = { id: 'lost', title: { nl: 'Kwijt', en: 'Lost' } };
    const changes = changesAfter(({ process }) => {
      process.phases.unshift(lost);
      process.subProcesses.pop();
    });
    expect(changes).toEqual([
      { kind: 'added', part: 'process.phases', path: 'process.phases.lost', to: lost },
      expect.objectContaining({
        kind: 'removed',
        part: 'process.subProcesses',
        path: 'process.subProcesses.load-test',
      }),
    ]);
  });

  test('tells an element by its id, wherever it stands', () => {
    expect(changesAfter(({ roles }) => Object.assign(roles[1].title, { nl: 'Keurmeester' }))).toEqual([
      { kind: 'changed', part: 'roles', path: 'roles.inspector.title.nl', from: 'Inspecteur', to: 'Keurmeester' },
    ]);
  });

  test('tells that elements changed places', () => {
    expect(changesAfter(({ disciplines }) => disciplines.reverse())).toEqual([
      {
        kind: 'moved',
        part: 'disciplines',
        path: 'disciplines',
        from: ['structural', 'traffic', 'shipping'],
        to: ['shipping', 'traffic', 'structural'],
      },
    ]);
  });

  test('tells a list of words or guards as a whole', () => {
    const changes = changesAfter(({ machines: { task } }) => {
      task.transitions[0].from.push('answered');
      task.transitions[0].guards.push({ rule: 'result-given' });
    });
    expect(changes.map(({ path, kind }) => [path, kind])).toEqual([
      ['machines.task.transitions.reply.from', 'changed'],
      ['machines.task.transitions.reply.guards', 'changed'],
    ]);
  });

  test('tells a member that came or went', () => {
    const changes = changesAfter(({ machines: { task } }) => {
      delete task.states[1].final;
      task.states[0].final = true;
    });
    expect(changes).toEqual([
      { kind: 'added', part: 'machines.task.states', path: 'machines.task.states.asked.final', to: true },
      { kind: 'removed', part: 'machines.task.states', path: 'machines.task.states.answered.final', from: true },
    ]);
  });

  test('of something at the top belongs to that', () => {
    expect(changesAfter((model) => Object.assign(model.title, { en: 'Old bridges' }))).toEqual([
      { kind: 'changed', part: 'title', path: 'title.en', from: 'Unsafe bridges', to: 'Old bridges' },
    ]);
  });
});

type Path = readonly string[];
const leaves = (value: unknown, path: Path = []): Path[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([step, child]) => leaves(child, [...path, step]))
    : [path];

const edit = fc.record({
  path: fc.constantFrom(...leaves(bridges)),
  value: fc.oneof(fc.constantFrom('a', 'signal', 'inspector', 1, true, null), fc.constant(undefined)),
  isSwap: fc.boolean(),
});

interface Edit {
  readonly path: Path;
  readonly value: unknown;
  readonly isSwap: boolean;
}

function editList(list: unknown[], { value, isSwap, path }: Edit): void {
  if (isSwap) list.reverse();
  else if (value === undefined) list.pop();
  else list[Number(path.at(-1))] = value;
}

function editRecord(record: Draft, { value, path }: Edit): void {
  if (value === undefined) delete record[path.at(-1) ?? ''];
  else record[path.at(-1) ?? ''] = value;
}

function edited(edits: readonly Edit[]): ReferenceModel {
  const model: Draft = structuredClone(bridges);
  for (const change of edits) {
    const parent = change.path.slice(0, -1).reduce((part, step) => part?.[step], model);
    if (Array.isArray(parent)) editList(parent, change);
    else if (typeof parent === 'object' && parent !== null) editRecord(parent, change);
  }
  return model;
}

describe('whatever is edited,', () => {
  const edits = fc.array(edit, { maxLength: 4 });

  test('there is a difference exactly when the digests differ', () => {
    fc.assert(
      fc.property(edits, edits, (first, second) => {
        const [from, to] = [edited(first), edited(second)];
        expect(diffModels(from, to).length > 0).toBe(modelDigest(from) !== modelDigest(to));
      }),
      { numRuns: 200 },
    );
  });

  test('the way back tells the same places, with both values exchanged', () => {
    const back = { added: 'removed', removed: 'added', changed: 'changed', moved: 'moved' } as const;
    fc.assert(
      fc.property(edits, (list) => {
        const to = edited(list);
        const there = diffModels(bridges, to).map((change) => [change.path, change.kind, change.from, change.to]);
        const again = diffModels(to, bridges).map((change) => [change.path, back[change.kind], change.to, change.from]);
        const sorted = (rows: unknown[][]) => rows.map((row) => JSON.stringify(row)).toSorted();
        expect(sorted(again)).toEqual(sorted(there));
      }),
      { numRuns: 200 },
    );
  });
});
