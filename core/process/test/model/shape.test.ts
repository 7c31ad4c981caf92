import { describe, expect, test } from '@jest/globals';
import { checkModel } from '../../src/index.ts';
import { changed, faultsAfter, modelOf } from './themes.ts';
import { withinSecond } from './within-second.ts';

describe('the shape of a model', () => {
  test.each(['undermining', 'bridges'] as const)('of the theme %s is faultless', (theme) => {
    expect(checkModel(modelOf(theme))).toEqual([]);
  });

  test('must have every part', () => {
    for (const part of Object.keys(modelOf('bridges'))) {
      expect(faultsAfter((model) => delete model[part])).toContain(`/ must have "${part}"`);
    }
  });

  test('must have no part that nobody knows, and repeats a misspelt word only when it is one', () => {
    expect(faultsAfter((model) => Object.assign(model, { rols: [] }))).toEqual([
      expect.stringMatching(/^\/ must not have "rols": it may have format, .*roles/),
    ]);
    expect(faultsAfter((model) => Object.assign(model, { '123 456 782': 1 }))).toEqual([
      expect.stringMatching(/^\/ must not have what it has: /),
    ]);
    expect(faultsAfter((model) => Object.assign(model.roles[0], { constructor: 1 }))).toEqual([
      '/roles/0 must not have "constructor": it may have id, title, description, level',
    ]);
  });

  test('says that a text was cut off at its comma', () => {
    expect(faultsAfter((model) => Object.assign(model.title, { 'and so on': null }))).toEqual([
      '/title must not have what it has: put a text that holds a comma in quotes',
    ]);
  });

  test('is told once of a role on a level that does not exist, and not of each step of that role', () => {
    const faults = faultsAfter((model) => Object.assign(model.roles[0], { level: 'operationeel' }));
    expect(faults).toEqual(['/roles/0/level must be one of operational, policy, strategic']);
  });

  test('knows no second accountable', () => {
    const faults = faultsAfter((model) => {
      model.process.steps[0].rasci.operational.accountable = ['inspector', 'chief-engineer'];
    });
    expect(faults).toEqual([
      '/process/steps/0/rasci/operational/accountable must be one role, not a list: exactly one answers for a step on a level',
    ]);
  });

  test('knows no step without an accountable', () => {
    const faults = faultsAfter((model) => delete model.process.steps[0].rasci.operational.accountable);
    expect(faults).toEqual(['/process/steps/0/rasci/operational must have "accountable"']);
  });

  test.each([
    ['id', 'Big Bridges', '/id must be a word of lower-case letters, digits and dashes that starts with a letter'],
    ['version', '1.0', '/version must be a version such as 1.0.0'],
    ['version', 1, '/version must be a version such as 1.0.0'],
    ['format', 'koppel-reference-model/9', '/format must be koppel-reference-model/1'],
    ['title', 'Bridges', '/title must be written as { nl: …, en: … }'],
    ['roles', 'everybody', '/roles must be a list: [ … ]'],
    ['machines', [], '/machines must be written as { signal: …, case: …, task: …, intervention: … }'],
  ])('says in words what %s must be', (part, value, sentence) => {
    expect(faultsAfter((model) => Object.assign(model, { [part]: value }))).toContain(sentence);
  });

  test('is told in full, however large the document, together with what it means', () => {
    const model = structuredClone(modelOf('undermining')) as unknown as Record<string, never>;
    const broken = changed(() => {});
    Object.assign(broken, structuredClone(model));
    broken.roles[0].level = 'lunar';
    broken.goals[0].horizonYears = 3;
    broken.machines.case.initial = 'nowhere';
    delete broken.title.nl;
    broken.process.steps[0].rasci.operational.informed = ['nobody'];
    expect(JSON.stringify(broken).length).toBeGreaterThan(32 * 1024);
    expect(checkModel(broken).map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        '/roles/0/level',
        '/goals/0/horizonYears',
        '/title',
        '/machines/case/initial',
        '/process/steps/0/rasci/operational/informed/0',
      ]),
    );
  });

  test('has lists of bounded length', () => {
    const partners = (count: number) =>
      faultsAfter((model) => {
        const [type] = model.organisationTypes;
        for (let i = 3; i < count; i += 1) model.organisationTypes.push({ ...type, id: `type-${i}` });
      });
    expect(partners(100)).toEqual([]);
    expect(partners(101)).toEqual(['/organisationTypes must have at most 100 elements']);
  });

  test('is not told twice: what hangs on a missing part is not told as well', () => {
    expect(faultsAfter((model) => delete model.process)).toEqual(['/ must have "process"']);
    expect(faultsAfter((model) => delete model.machines.signal.states)).toEqual([
      '/machines/signal must have "states"',
    ]);
    expect(faultsAfter(({ machines }) => Object.assign(machines.case, { initial: 'nowhere' }))).toEqual([
      '/machines/case/initial names the case state "nowhere", which does not exist',
    ]);
    expect(faultsAfter((model) => Object.assign(model, { roles: [] }))).toEqual([
      '/roles must have at least one element',
    ]);
  });
});

describe('the size of a model', () => {
  const inTime = (document: unknown) => withinSecond(() => checkModel(document));
  const filled = (length: number, element: (index: number) => unknown) => Array.from({ length }, (_, i) => element(i));

  test('is bounded', () => {
    expect(inTime(changed((model) => Object.assign(model.title, { nl: 'x'.repeat(2_100_000) })))).toEqual([
      { path: '/', message: 'is larger than 2097152 bytes' },
    ]);
  });

  test.each([undefined, () => 1, Symbol('model'), 1n])('is that of a JSON value, which %p is not', (value) => {
    expect(checkModel(value)).toEqual([{ path: '/', message: 'is not a JSON value' }]);
  });

  test('is not measured round a circle, nor without end', () => {
    const circle: unknown[] = [];
    circle.push(circle);
    let deep: unknown = 1;
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
    expect(inTime(circle)).toEqual([{ path: '/', message: 'is not a JSON value' }]);
    expect(inTime(deep)).toEqual([{ path: '/', message: 'is not a JSON value' }]);
  });

  test.each([
    ['a list far too long', changed((model) => Object.assign(model, { roles: filled(900_000, () => 1) }))],
    ['very many unknown parts', Object.fromEntries(filled(150_000, (i) => [`part${i}`, i]) as [string, number][])],
    [
      'very many concepts in one circle',
      changed((model) => {
        model.vocabulary.concepts = filled(1000, (i) => ({
          id: `concept-${i}`,
          prefLabel: { nl: 'x', en: 'x' },
          definition: { nl: 'x'.repeat(1500), en: 'x' },
          broader: filled(10, (offset) => `concept-${(i + offset) % 1000}`),
        }));
      }),
    ],
    [
      'states that all lead to each other and nowhere else',
      changed((model) => {
        const ids = filled(60, (i) => `state-${i}`);
        model.machines.case.states = ids.map((id) => ({ ...model.machines.case.states[0], id, final: false }));
        const [transition] = model.machines.case.transitions;
        model.machines.case.transitions = filled(200, (i) => ({
          ...transition,
          id: `go-${i}`,
          from: ids.slice(0, 50),
          to: ids[i % 60],
        }));
      }),
    ],
    [
      'sub-processes that multiply',
      changed((model) => {
        const tasks = (i: number) =>
          filled(50, (at) => ({
            ...model.process.subProcesses[0].tasks[0],
            id: `task-${at}`,
            subProcess: `sub-${i + 1}`,
          }));
        model.process.subProcesses = filled(50, (i) => ({
          ...model.process.subProcesses[0],
          id: `sub-${i}`,
          tasks: i === 49 ? [model.process.subProcesses[0].tasks[0]] : tasks(i),
        }));
        model.process.steps[4].subProcess = 'sub-0';
      }),
    ],
  ])('costs less than a second: %s', (_title, document) => {
    const faults = inTime(document);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.length).toBeLessThanOrEqual(500);
  });
});
