import { expect, test } from '@jest/globals';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import { partnerOins } from '../../process-people.ts';
import { weighing } from '../story.ts';
import { refusalOf } from './person.ts';
import type { StoryWorld } from './story-world.ts';

const { police, municipality, tax } = partnerOins;

/** How the case is weighed, escalated, approved and planned, each by whom the model says. */
export function steeringChapter(story: () => StoryWorld): void {
  test('a case is weighed when everybody was consulted: an answer counts, and so does silence', async () => {
    const world = story();
    const { coordinator, chair, enforcer, detective } = world.people;
    await coordinator.does('enrich', world.thing('case'));
    const conference = await world.meeting();
    const weigh = () => coordinator.does('weigh', world.thing('case'), { statements: weighing, conference });
    expect(await refusalOf(weigh())).toMatchObject({ unmet: ['consulted'] });
    const asked = await coordinator.consults(world.thing('case'), 'weigh-case');
    expect(new Set(asked.map(({ owner }) => owner))).toEqual(new Set([police, municipality, tax]));
    await enforcer.answersQuestions('agree');
    await detective.answersQuestions('advice');
    expect(await refusalOf(weigh())).toMatchObject({ unmet: ['consulted'] });
    world.place.clock.advanceDays(10);
    expect(await weigh()).toMatchObject({ state: 'weighed', proposal: null });
    const outcomes = (await chair.consultationsOf(world.thing('case'))).map(({ owner, state }) => [owner, state]);
    expect(Object.fromEntries(outcomes)).toEqual({ [police]: 'answered', [municipality]: 'answered', [tax]: 'silent' });
  });

  test('the chair asks the steering group, which asks the national body, and the answer comes back to the case', async () => {
    const world = story();
    const { chair, coordinator, steeringMember, steeringChair, nationalChair } = world.people;
    const { steering, national } = world.place.bodies;
    const options = ['Yes, for three months', 'No, the own means must do'];
    const question = { question: 'May partners of the next region help?', options, step: 'approve-case' };
    expect(await refusalOf(coordinator.escalates(world.thing('case'), { to: steering, ...question }))).toMatchObject({
      code: 'process.role-missing',
    });
    await chair.escalates(world.thing('case'), { to: steering, ...question });
    const [put] = await steeringMember.questionsPut();
    expect(JSON.stringify(put)).not.toContain(world.thing('case').id);
    const higher = { to: national, question: 'May regions help one another?', options };
    await steeringChair.passesOn(put ?? world.thing('case'), higher);
    const [onward] = await nationalChair.questionsPut();
    await nationalChair.decides(onward ?? world.thing('case'), 1);
    expect(await steeringMember.looksAt(put ?? world.thing('case'))).toMatchObject({ state: 'decided' });
    const { content } = await coordinator.looksAt(world.thing('case'));
    expect(content?.['escalations']).toMatchObject([{ status: 'decided', decision: { body: national, option: 1 } }]);
  });

  test('the coordinator proposes to approve, the chair turns it down once and decides the second time', async () => {
    const world = story();
    const { coordinator, chair, steeringMember } = world.people;
    await coordinator.proposes('approve', world.thing('case'));
    expect(await chair.turnsDown(world.thing('case'))).toMatchObject({ state: 'weighed', proposal: null });
    expect(await coordinator.proposes('approve', world.thing('case'))).toMatchObject({
      proposal: { action: 'approve' },
    });
    expect(await chair.canDo('approve', world.thing('case'))).toMatchObject({
      may: 'decide',
      unmet: [{ guard: 'reasons-given' }],
    });
    expect(await chair.does('approve', world.thing('case'))).toMatchObject({ state: 'approved', proposal: null });
    expect((await steeringMember.isTold()).map(({ stream }) => stream)).toContain(world.thing('case').id);
  });

  test('the plan has interventions of three disciplines, each accepted by its owner, one by a substitute', async () => {
    const world = story();
    const { coordinator, chair, enforcer, detective, inspector } = world.people;
    const closure = await enforcer.plans(world.thing('case'), 'close-premises', municipality);
    const seizure = await detective.plans(world.thing('case'), 'seize-equipment', police);
    const assessment = await inspector.plans(world.thing('case'), 'assess-income', tax);
    Object.assign(world.things, { closure, seizure, assessment });
    expect(await refusalOf(detective.does('accept', closure))).toMatchObject({ unmet: ['owner-acts'] });
    await enforcer.does('accept', closure);
    await detective.does('accept', seizure);
    const substitute = await world.substitute('inspector', 'tax-b52e');
    const accepted = await substitute.does<ProcessRecord>('accept', assessment);
    expect(accepted).toMatchObject({ state: 'accepted-by-owner', lastActor: { oin: tax, person: 'tax-b52e' } });
    await world.everybodyAgreesTo('agree-plan');
    await coordinator.proposes('agree-plan', world.thing('case'), { conference: await world.meeting() });
    expect(await chair.does('agree-plan', world.thing('case'))).toMatchObject({ state: 'plan-agreed' });
  });
}
