import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { checkModel, guardParameters, readModelDocument, ReferenceModel } from '../../src/index.ts';
import { measureRules } from '../../src/model/check/measure-rules.ts';
import type { SchemaNode } from '../../src/model/check/schema-node.ts';
import type { Draft } from './themes.ts';

const page = readFileSync(new URL('../../../../docs/reference-model.md', import.meta.url), 'utf8');
const [, example = ''] = /```yaml\n([\s\S]*?)^```$/m.exec(page) ?? [];

/** The rows of the tables of the page, as cells. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const rowOf = (first: string): string[] => rows.find(([cell]) => cell === first) ?? [];
const wordsIn = (cell = ''): string[] => [...cell.matchAll(/`([A-Za-z-]+)`/g)].map(([, word = '']) => word);

test('the example of the page is a whole model', () => {
  expect(readModelDocument(example).faults).toEqual([]);
});

/** What somebody does to the example, by how the page says it. */
const mistakes: Record<string, (model: Draft) => void> = {
  'left a comma in a text without quotes': ({ indicators }) => {
    indicators[0].definition['in the region.'] = null;
  },
  'wrote one state where a list belongs': ({ machines }) => {
    machines.task.transitions[0].from = 'to-do';
  },
  'misspelt `final`': ({ machines }) => {
    machines.task.states[1].finale = true;
  },
  'wrote two roles after `accountable`': ({ process: { steps } }) => {
    steps[0].rasci.operational.accountable = ['diver', 'harbour-master'];
  },
  "left out a step's own level": ({ process: { steps } }) => {
    steps[0].rasci = {};
  },
  'misspelt the state that a transition leads to': ({ machines }) => {
    machines.task.transitions[0].to = 'redy';
  },
  'forgot `final`': ({ machines }) => {
    delete machines.task.states[1].final;
  },
  'added a state and no way to it': ({ machines: { task } }) => {
    task.states.push({ ...task.states[1], id: 'given-up' });
  },
  'added a step and no transition in it': ({ process: { steps } }) => {
    steps.push({ ...steps[0], id: 'ponder' });
  },
  'let the first state of a signal exchange content': ({ machines }) => {
    machines.signal.states[0].exchange = 'content';
  },
  'left out the retention of a first state': ({ machines }) => {
    delete machines.case.states[0].retention;
  },
  'forgot to lock a state': ({ machines }) => {
    machines.case.transitions[1].from.pop();
  },
  'gave a guard a parameter of another': ({ machines }) => {
    machines.case.transitions[0].guards[2].minimum = 3;
  },
  'consulted somebody without a deadline': ({ process: { steps } }) => {
    delete steps[3].consultation;
  },
  'answered for a step with a role of another level': ({ process: { steps } }) => {
    steps[0].rasci.operational.accountable = 'council-chair';
  },
  'let a role of another level support a step': ({ process: { steps } }) => {
    steps[3].rasci.operational.supports = ['council-chair'];
  },
  'gave a role the name of one of the hub': ({ roles }) => {
    roles[2].id = 'model-editor';
  },
  'let nobody answer on the level that decides': ({ process: { steps } }) => {
    delete steps[3].rasci.policy;
  },
  'waited for a consultation about a task': ({ machines }) => {
    machines.task.transitions[0].guards.push({ rule: 'consulted' });
  },
  'consulted somebody about an intervention': ({ process: { steps } }) => {
    steps[7].rasci.operational.consulted = ['diver'];
  },
  'asked at an opening for what comes later': ({ machines }) => {
    machines.case.opening.guards.push({ rule: 'lessons-given' });
  },
  'let tasks come with the opening of a case': ({ process: { steps } }) => {
    steps[4].subProcess = 'salvage';
  },
  'gave a task to a role that cannot do it': ({ process: { subProcesses } }) => {
    subProcesses[0].tasks[0].role = 'meeting-chair';
  },
  'kept an open state for no day': ({ machines }) => {
    machines.case.states[0].retention.days = 0;
  },
  'misspelt the state of the case in `case-in`': ({ machines }) => {
    machines.intervention.opening.guards[0].states = ['file-opened'];
  },
  'set a goal without saying from which side': ({ goals }) => {
    delete goals[0].direction;
  },
};

describe('the page says what the check says to whoever', () => {
  test.each(Object.entries(mistakes))('%s', (mistake, make) => {
    const model = structuredClone(readModelDocument(example).model) as Draft;
    make(model);
    const told = checkModel(model).map(({ path, message }) => `\`${path} ${message}\``);
    expect(told).toContain(rowOf(mistake)[1]);
  });

  test('makes any of the mistakes that it tells of', () => {
    const start = rows.findIndex(([cell]) => cell === 'you did');
    expect(rows.slice(start + 2).map(([cell]) => cell)).toEqual(Object.keys(mistakes));
  });
});

describe('the page', () => {
  test.each(Object.entries(guardParameters))(
    'explains the guard %s with its parameters',
    (rule, { required, optional }) => {
      const [, parameters = '', meaning = ''] = rowOf(`\`${rule}\``);
      expect(wordsIn(parameters).toSorted()).toEqual([...required, ...optional].toSorted());
      for (const name of required) expect(parameters).toContain(`\`${name}\` (needed)`);
      expect(meaning.length).toBeGreaterThan(20);
    },
  );

  test.each(Object.entries(measureRules))('explains the measure %s with what it needs', (kind, rule) => {
    const [, needed, optional, units] = rowOf(`\`${kind}\``);
    expect(wordsIn(needed)).toEqual(rule.required);
    expect(wordsIn(optional)).toEqual(rule.optional);
    expect(wordsIn(units).filter((word) => word !== 'outOf')).toEqual(rule.units);
  });

  test('names every member that a model can have', () => {
    const members = (schema: SchemaNode): string[] => [
      ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) => [name, ...members(property)]),
      ...(schema.items ? members(schema.items) : []),
    ];
    const known = new Set(members(ReferenceModel));
    expect(known.size).toBeGreaterThan(60);
    expect([...known].filter((name) => !page.includes(`\`${name}\``) && !page.includes(`${name}:`))).toEqual([]);
  });

  test('names every word that a model can choose from', () => {
    const words = (schema: SchemaNode): unknown[] => [
      ...(schema.enum ?? []),
      ...Object.values(schema.properties ?? {}).flatMap(words),
      ...(schema.items ? words(schema.items) : []),
    ];
    const chosen = new Set(words(ReferenceModel).map(String));
    expect([...chosen].filter((word) => !page.includes(word))).toEqual([]);
  });
});
