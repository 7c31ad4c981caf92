import type { Fault } from '@koppel/contract';
import { houseRoles } from '../house-roles.ts';
import type { ReferenceModel } from '../model.schema.ts';
import { faultIf, type ModelRule } from './rule.ts';

/** Every role is the model's own and can do what it is named for, and a question finds somebody who decides. */
export const roleFaults: ModelRule = function* (model) {
  yield* ownFaults(model);
  yield* deciderFaults(model);
  yield* taskRoleFaults(model);
};

const ofHouse: ReadonlySet<string> = new Set(houseRoles);

const ownFaults = ({ roles }: ReferenceModel): Fault[] =>
  roles.flatMap(({ id }, index) =>
    faultIf(ofHouse.has(id), `/roles/${index}/id`, 'is a role of the hub itself: whoever holds it may see no case'),
  );

/** A question that goes up is decided by whoever answers for a step there. */
function* deciderFaults({ levels, process: { steps } }: ReferenceModel): Generator<Fault> {
  const known = new Set(levels.map(({ level }) => level));
  for (const [index, { escalatesTo }] of levels.entries()) {
    if (escalatesTo === undefined || !known.has(escalatesTo)) continue;
    const isAnswered = steps.some(({ rasci }) => rasci[escalatesTo] !== undefined);
    yield* faultIf(
      !isAnswered && steps.length > 0,
      `/levels/${index}/escalatesTo`,
      `names the ${escalatesTo} level, on which no step has somebody who answers and could decide`,
    );
  }
}

/** A task goes to a role that may do something with it. */
function* taskRoleFaults({ machines, process: { steps, subProcesses }, roles }: ReferenceModel): Generator<Fault> {
  const known = new Set(roles.map(({ id }) => id));
  const done = new Set(machines.task.transitions.filter(({ clock }) => clock === undefined).map(({ step }) => step));
  const working = steps.filter(({ id }) => done.has(id)).map(({ level, rasci }) => rasci[level]);
  const able = new Set(working.flatMap((rasci) => (rasci ? [rasci.accountable, ...rasci.responsible] : [])));
  for (const [index, { tasks }] of subProcesses.entries()) {
    for (const [at, { role }] of tasks.entries()) {
      const path = `/process/subProcesses/${index}/tasks/${at}/role`;
      const isIdle = known.has(role) && working.length > 0 && !able.has(role);
      yield* faultIf(isIdle, path, 'must be responsible or accountable in a step in which something is done to a task');
    }
  }
}
