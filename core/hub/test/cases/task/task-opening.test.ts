import { describe, expect, test } from '@jest/globals';
import type { Actor, ReferenceModel } from '@koppel/process';
import { openedByModel, planTask, type TaskPlan } from '../../../src/cases/task/task-opening.ts';
import { taskFaults } from '../../../src/cases/task/task-rules.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import { defaultModel } from '../../default-model.ts';
import { partnerOins } from '../../process-people.ts';
import { aRecord } from '../a-record.ts';

const now = Date.parse('2026-06-01T09:00:00Z');
const plan: TaskPlan = { title: 'Look up the permits', owner: partnerOins.municipality, role: 'partner' };
const record: ProcessRecord = aRecord({ kind: 'case', state: 'draft', participants: [partnerOins.municipality] });

const actorAs = (...roles: string[]): Actor => ({
  oin: partnerOins.municipality,
  person: 'mun-51c2',
  authorities: roles.map((role) => ({ mandate: `mandate-${role}`, role, level: 'operational' })),
});

const guarded = (model: ReferenceModel, ...states: string[]): ReferenceModel => {
  const { task } = model.machines;
  const opening = { ...task.opening, guards: [{ rule: 'case-in' as const, states }] };
  return { ...model, machines: { ...model.machines, task: { ...task, opening } } };
};

describe('a task', () => {
  test('may be opened by whoever contributes to the case now, in that capacity', async () => {
    const model = await defaultModel();
    const planned = planTask({ model, record, now }, actorAs('partner'), plan);
    expect(planned.capacity).toMatchObject({ role: 'partner', mandate: 'mandate-partner' });
    expect(planned.event).toMatchObject({ type: 'opened', facts: { state: 'open', court: 'owner', role: 'partner' } });
  });

  test('may be opened by whoever opens tasks by the model, also where they contribute nothing', async () => {
    const model = await defaultModel();
    // In this state the partners are consulted; this model lets triagers give tasks at any time.
    const weighing = { ...record, state: 'enriched' };
    const givers = { responsible: ['triager'], accountable: 'case-chair', supports: [], consulted: [], informed: [] };
    const steps = model.process.steps.map((step) =>
      step.id === 'give-task' ? { ...step, rasci: { operational: givers } } : step,
    );
    const triagers = { ...model, process: { ...model.process, steps } };
    const planned = planTask({ model: triagers, record: weighing, now }, actorAs('triager'), plan);
    expect(planned.capacity).toMatchObject({ role: 'triager' });
    expect(() => planTask({ model: triagers, record: weighing, now }, actorAs('partner'), plan)).toThrow(
      expect.objectContaining({ code: 'process.role-missing' }),
    );
  });

  test('owes what the model asks of every opening, whoever opens it', async () => {
    const model = guarded(await defaultModel(), 'enriched');
    for (const role of ['partner', 'case-coordinator'])
      expect(() => planTask({ model, record, now }, actorAs(role), plan)).toThrow(
        expect.objectContaining({ code: 'process.guard-unmet' }),
      );
  });

  test('is opened in the states of the case that the model names', async () => {
    const model = guarded(await defaultModel(), 'enriched', record.state);
    expect(planTask({ model, record, now }, actorAs('partner'), plan).event).toMatchObject({ type: 'opened' });
  });

  test('has its own deadline, or else that of the model', async () => {
    const model = await defaultModel();
    const own = planTask({ model, record, now }, actorAs('partner'), { ...plan, dueAt: '2026-06-03T00:00:00.000Z' });
    expect(own.event.facts).toMatchObject({ dueAt: '2026-06-03T00:00:00.000Z' });
    const byModel = openedByModel({ model, record, now }, plan);
    // Ten working days after Monday the first of June.
    expect(byModel.facts).toMatchObject({ dueAt: '2026-06-15T22:00:00.000Z', state: 'open' });
  });

  test('is refused with everything that is wrong', async () => {
    const model = await defaultModel();
    const wrong = { title: 'Look', owner: partnerOins.tax, role: 'dragon-slayer', due: '2026-05-31T00:00:00Z' };
    const paths = taskFaults(wrong, { model, record, now }).map(({ path }) => path);
    expect(paths).toEqual(['/body/owner', '/body/role', '/body/due']);
    const nowhere = { ...wrong, owner: partnerOins.municipality, role: 'partner', due: '2026-06-31T00:00:00Z' };
    expect(taskFaults(nowhere, { model, record, now }).map(({ path }) => path)).toEqual(['/body/due']);
    expect(taskFaults({ ...nowhere, due: '2026-06-30T00:00:00Z' }, { model, record, now })).toEqual([]);
  });
});
