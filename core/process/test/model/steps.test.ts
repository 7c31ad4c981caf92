import { describe, expect, test } from '@jest/globals';
import { faultsAfter, type Draft } from './themes.ts';

describe('a step', () => {
  test.each<[string, (steps: Draft[], model: Draft) => void, string[]]>([
    [
      'has somebody who answers for it on its own level',
      (steps) => delete steps[3].rasci.strategic,
      [
        '/levels/0/escalatesTo names the strategic level, on which no step has somebody who answers and could decide',
        '/machines/case/transitions/0/guards/0 cannot be: the step consults nobody',
        '/process/steps/3/rasci must have "strategic", the level on which the step is done',
        '/process/steps/3/consultation is a deadline for nobody',
      ],
    ],
    [
      'is answered for by a role of that level',
      (steps) => Object.assign(steps[3].rasci.strategic, { accountable: 'chief-engineer' }),
      ['/process/steps/3/rasci/strategic/accountable must be a role of the strategic level'],
    ],
    [
      'is done by roles of that level',
      (steps) => steps[0].rasci.operational.responsible.push('council-member'),
      ['/process/steps/0/rasci/operational/responsible/1 must be a role of the operational level'],
    ],
    [
      'is supported by roles of that level',
      (steps) => steps[3].rasci.strategic.supports.push('chief-engineer'),
      ['/process/steps/3/rasci/strategic/supports/0 must be a role of the strategic level'],
    ],
    [
      'consults nobody about a part of a case',
      (steps) => {
        steps[5].rasci.operational.consulted = ['inspector'];
        steps[6].rasci.operational.consulted = ['inspector'];
        Object.assign(steps[5], { consultation: { workingDays: 1 } });
        Object.assign(steps[6], { consultation: { workingDays: 1 } });
      },
      [
        '/process/steps/5/rasci/operational/consulted must be empty: people are consulted about a signal or a case, not about a task',
        '/process/steps/6/rasci/operational/consulted must be empty: people are consulted about a signal or a case, not about an intervention',
      ],
    ],
    [
      'brings tasks along only when people do it to a case that is there',
      (steps) => {
        for (const index of [1, 2, 5, 6, 8]) steps[index].subProcess = 'load-test';
      },
      [1, 2, 5, 6, 8].map(
        (index) =>
          `/process/steps/${index}/subProcess must be left out: tasks only come with a step that people do to a case once it is there`,
      ),
    ],
    [
      'says until when those who are consulted may answer',
      (steps) => delete steps[3].consultation,
      ['/process/steps/3 must have "consultation": whoever is consulted has a deadline'],
    ],
    [
      'sets no deadline for nobody',
      (steps) => Object.assign(steps[0], { consultation: { workingDays: 2 } }),
      ['/process/steps/0/consultation is a deadline for nobody'],
    ],
    [
      'is done to what it is about',
      (steps) => Object.assign(steps[5], { subject: 'intervention' }),
      [
        '/machines/task/opening/step names the step "ask-around", whose subject is intervention',
        '/machines/task/transitions/0/step names the step "ask-around", whose subject is intervention',
      ],
    ],
    [
      'is in a phase in which what it is done to is, before or after',
      (steps) => Object.assign(steps[5], { phase: 'archive' }),
      [
        '/machines/task/opening/step names the step "ask-around" of the phase "archive", in which none of its states is',
        '/machines/task/transitions/0/step names the step "ask-around" of the phase "archive", in which none of its states is',
      ],
    ],
    [
      'is done at all',
      (steps) => steps.push({ ...steps[5], id: 'ponder' }),
      ['/process/steps/9 is never done: nothing that can happen is done in it'],
    ],
    [
      'is done where somebody can get',
      (steps, { machines: { task } }) => {
        steps.push({ ...steps[5], id: 'ponder' });
        task.states.push({ ...task.states[0], id: 'lost' });
        task.transitions.push({ ...task.transitions[0], id: 'ponder', from: ['lost'], step: 'ponder', guards: [] });
      },
      [
        '/machines/task/states/2 cannot be reached from the initial state "asked"',
        '/process/steps/9 is never done: nothing that can happen is done in it',
      ],
    ],
    [
      'asks nothing before there is something to ask about',
      (steps) => Object.assign(steps[0], { needs: ['accidents'] }),
      ['/process/steps/0/needs/0 cannot be asked: nothing is there yet when this step is done'],
    ],
    [
      'asks for content only where the state allows content',
      (steps) => steps[1].needs.push('building-permits'),
      [
        '/process/steps/1/needs/1 asks for content, but the step is done in the state "noticed", whose exchange is match',
      ],
    ],
    [
      'asks nothing where the state allows nothing',
      (steps, { machines }) => {
        machines.signal.states[0].exchange = 'none';
        steps[1].needs = ['accidents'];
      },
      ['/process/steps/1/needs/0 asks for match, but the step is done in the state "noticed", whose exchange is none'],
    ],
    [
      'of an intervention asks what its case allows in that phase',
      (steps) => Object.assign(steps[6], { needs: ['accidents', 'building-permits'] }),
      [
        '/process/steps/6/needs/1 asks for content, but the step is done in the state "designed", whose exchange is match',
      ],
    ],
  ])('%s', (_title, change, faults) => {
    expect(faultsAfter((model) => change(model.process.steps, model)).toSorted()).toEqual(faults.toSorted());
  });
});

describe('what a model carries', () => {
  test.each<[string, (model: Draft) => void, string]>([
    [
      'no phase in which nothing ever is',
      ({ process }) => process.phases.push({ id: 'limbo', title: { nl: 'x', en: 'x' } }),
      '/process/phases/3 is never there: no state is in it',
    ],
    [
      'no question that nobody asks',
      (model) => model.informationNeeds.push({ ...model.informationNeeds[0], id: 'idle' }),
      '/informationNeeds/2 is never asked: no step lists it under "needs"',
    ],
    [
      'no sub-process that nobody does',
      ({ process }) => process.subProcesses.push({ ...process.subProcesses[0], id: 'idle' }),
      '/process/subProcesses/1 is never done: no step and no task names it',
    ],
  ])('holds %s', (_title, change, fault) => {
    expect(faultsAfter(change)).toEqual([fault]);
  });
});

describe('content', () => {
  test('is never exchanged about a signal that nobody has looked at', () => {
    expect(faultsAfter(({ machines }) => Object.assign(machines.signal.states[0], { exchange: 'content' }))).toEqual([
      '/machines/signal/states/0/exchange must not be content: nobody has weighed this signal yet',
    ]);
  });

  test.each([
    ['that comes of no signal', []],
    ['that comes of a signal nobody looked at', [{ rule: 'signals-in', states: ['noticed', 'dangerous'] }]],
    ['that may come of no signal', [{ rule: 'signals-in', states: ['dangerous'], minimum: 0 }]],
  ])('is not exchanged in the first state of a case %s', (_title, guards) => {
    expect(faultsAfter(({ machines }) => Object.assign(machines.case.opening, { guards }))).toEqual([
      '/machines/case/states/0/exchange must not be content, unless the opening has the guard signals-in, with later states than the first',
    ]);
  });

  test.each(['task', 'intervention'])('is asked about a case and not about a %s', (name) => {
    expect(faultsAfter(({ machines }) => Object.assign(machines[name].states[0], { exchange: 'match' }))).toEqual([
      `/machines/${name}/states/0/exchange must be none: sources are asked about a signal or a case, not about a ${name}`,
    ]);
  });
});
