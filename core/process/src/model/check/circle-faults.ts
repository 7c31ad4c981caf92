import type { Fault } from '@koppel/contract';
import { maximumTasksPerStep } from '../../engine/tasks-of.ts';
import type { ReferenceModel } from '../model.schema.ts';
import type { SubProcess } from '../process.schema.ts';
import { nodesInCircles, type Graph } from './graph.ts';
import { faultIf, type ModelRule } from './rule.ts';

/** Nothing is above, inside or broader than itself. */
export const circleFaults: ModelRule = function* (model) {
  yield* levelFaults(model);
  yield* conceptFaults(model);
  yield* subProcessFaults(model);
};

function* levelFaults({ levels }: ReferenceModel): Generator<Fault> {
  const graph: Graph = new Map(levels.map(({ level, escalatesTo }) => [level, escalatesTo ? [escalatesTo] : []]));
  const circle = nodesInCircles(graph);
  for (const [index, { level }] of levels.entries()) {
    yield* faultIf(
      circle.has(level),
      `/levels/${index}/escalatesTo`,
      'goes round in a circle: nobody decides in the end',
    );
  }
}

function* conceptFaults({ vocabulary: { concepts } }: ReferenceModel): Generator<Fault> {
  const circle = nodesInCircles(new Map(concepts.map(({ id, broader = [] }) => [id, broader])));
  for (const [index, { id }] of concepts.entries()) {
    yield* faultIf(circle.has(id), `/vocabulary/concepts/${index}/broader`, 'goes round in a circle');
  }
}

function* subProcessFaults({ process: { subProcesses, steps } }: ReferenceModel): Generator<Fault> {
  const inside = new Map(
    subProcesses.map(({ id, tasks }) => [id, tasks.flatMap(({ subProcess }) => subProcess ?? [])]),
  );
  const circle = nodesInCircles(inside);
  for (const [index, { id }] of subProcesses.entries()) {
    yield* faultIf(circle.has(id), `/process/subProcesses/${index}`, 'contains itself');
  }
  // Sub-processes inside each other multiply; with a circle there is no end to count to.
  const sizes = circle.size > 0 ? new Map<string, number>() : taskCounts(subProcesses, inside);
  for (const [index, { subProcess }] of steps.entries()) {
    const isTooMuch = (sizes.get(subProcess ?? '') ?? 0) > maximumTasksPerStep;
    yield* faultIf(isTooMuch, `/process/steps/${index}/subProcess`, `comes to more than ${maximumTasksPerStep} tasks`);
  }
}

/** How many tasks each sub-process comes to with everything inside it; each is worked out once. */
function taskCounts(
  subProcesses: readonly SubProcess[],
  inside: ReadonlyMap<string, readonly string[]>,
): Map<string, number> {
  const ownTasks = new Map(subProcesses.map(({ id, tasks }) => [id, tasks.length]));
  const counts = new Map<string, number>();
  const count = (id: string): number => {
    const known = counts.get(id);
    if (known !== undefined) return known;
    const total = (inside.get(id) ?? []).reduce((sum, name) => sum + count(name), ownTasks.get(id) ?? 0);
    counts.set(id, total);
    return total;
  };
  for (const { id } of subProcesses) count(id);
  return counts;
}
