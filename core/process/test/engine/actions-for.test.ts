import { expect, test } from '@jest/globals';
import { actionsFor, type Facts } from '../../src/index.ts';
import { actorAs, caseIn, factsWith, text } from './sample-model.ts';

const mayOf = (facts: Partial<Facts>) =>
  actionsFor(caseIn('plant'), factsWith(facts)).map(({ action, may }) => [action, may]);

test('somebody sees what can be done now, with title and step', () => {
  expect(actionsFor(caseIn('seed'), factsWith())).toEqual([
    { action: 'grow', title: text('grow'), step: 'tend', may: 'decide', unmet: [] },
    { action: 'prune', title: text('prune'), step: 'trim', may: 'decide', unmet: [] },
  ]);
});

test('the responsible may propose what the accountable decides', () => {
  expect(mayOf({ actor: actorAs('gardener') })).toEqual([
    ['prune', 'decide'],
    ['uproot', 'propose'],
  ]);
  expect(mayOf({ actor: actorAs('head-gardener') })).toEqual([
    ['prune', 'decide'],
    ['uproot', 'propose'],
  ]);
});

test('what needs four eyes is for whoever is the second pair; the first may propose it', () => {
  const seenBy = (previousPerson: string) =>
    Object.fromEntries(mayOf({ actor: actorAs('head-gardener'), previousPerson }))['uproot'];
  expect(seenBy(actorAs('head-gardener').person)).toBe('propose');
  expect(seenBy('somebody-else')).toBe('decide');
});

test('somebody without a fitting role sees the actions, and that they may not', () => {
  expect(mayOf({ actor: actorAs('neighbour') })).toEqual([
    ['prune', 'no'],
    ['uproot', 'no'],
  ]);
  expect(mayOf({ actor: null })).toEqual([
    ['prune', 'no'],
    ['uproot', 'no'],
  ]);
});

test('what is missing is told, and whoever may only propose needs no second pair of eyes', () => {
  const missing = (role: string) =>
    actionsFor(caseIn('plant'), factsWith({ actor: actorAs(role), input: { reasons: '' } }))
      .find(({ action }) => action === 'uproot')
      ?.unmet.map(({ guard }) => guard);
  expect(missing('gardener')).toEqual(['reasons-given', 'statement-given', 'consulted']);
  expect(missing('head-gardener')).toEqual(['reasons-given', 'statement-given', 'consulted']);
  expect(missing('neighbour')).toEqual(['reasons-given', 'statement-given', 'other-person', 'consulted']);
});

test("the clock's work is on nobody's list", () => {
  expect(actionsFor(caseIn('compost'), factsWith({ retentionEndsAt: 1 }))).toEqual([]);
});

test('there is nothing to do in an unknown state, nor on facts that are not complete', () => {
  expect(actionsFor(caseIn('nowhere'), factsWith())).toEqual([]);
  expect(actionsFor(caseIn('seed'), {} as Facts)).toEqual([]);
});
