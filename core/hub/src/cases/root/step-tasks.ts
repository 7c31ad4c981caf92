import { addWorkingDays, stepsFrom, tasksOf, type Standing, type Step, type TaskTemplate } from '@koppel/process';
import { v7 as uuidv7 } from 'uuid';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { OpenedFacts } from '../../platform/process/process-record.ts';
import type { Change } from '../../platform/process/process-writer.ts';
import { openedByModel } from '../task/task-opening.ts';

/** A case as far as its tasks need to know it. */
export type EnteredCase = { readonly id: string } & Pick<
  OpenedFacts,
  'collaboration' | 'theme' | 'region' | 'body' | 'model' | 'participants'
>;

/** Where a task comes from, in the content of one that a step brought along. */
interface TaskPlace {
  readonly step?: string;
  readonly path?: string;
}

const placeOf = (place: TaskPlace | null): string => `${place?.step}/${place?.path}`;

const maxTasks = 5000;

/** The tasks that come with the steps which can be done in this state; those that came before do not come again. */
export async function openStepTasks(tools: ProcessTools, entered: EnteredCase, standing: Standing): Promise<Change[]> {
  const steps = stepsFrom(standing).filter(({ subProcess }) => subProcess !== undefined);
  if (steps.length === 0) return [];
  const known = await knownTasks(tools, entered);
  const changes: Change[] = [];
  for (const step of steps) {
    for (const template of tasksOf(standing.model, step)) {
      if (known.has(placeOf({ step: step.id, path: template.path }))) continue;
      changes.push(await openTask(tools, entered, { standing, step, template }));
    }
  }
  return changes;
}

async function knownTasks({ desk }: ProcessTools, { id, collaboration }: EnteredCase): Promise<ReadonlySet<string>> {
  const where = `s.root = $1 AND s.kind = 'task'`;
  const query = { where, parameters: [id], orderBy: 's.id', limit: maxTasks };
  const tasks = await desk.listWithin([collaboration], query);
  return new Set(tasks.map(({ content }) => placeOf(content as TaskPlace | null)));
}

async function openTask(
  tools: ProcessTools,
  entered: EnteredCase,
  { standing: { model }, step, template }: { standing: Standing; step: Step; template: TaskTemplate },
): Promise<Change> {
  const now = tools.clock.now();
  const { deadline, role, title, description, path } = template;
  const event = openedByModel(
    { model, record: entered, now },
    {
      title,
      role,
      path,
      step: step.id,
      owner: await findOwner(tools, entered, { role, level: step.level }),
      ...(description ? { description } : {}),
      ...(deadline ? { dueAt: new Date(addWorkingDays(now, deadline.workingDays)).toISOString() } : {}),
    },
  );
  return { stream: uuidv7(), kind: 'task', root: entered.id, seenVersion: 0, events: [event] };
}

/** The only partner that has somebody in the role; nobody while there are several, or none. */
async function findOwner(
  { call }: ProcessTools,
  { collaboration, theme, region, participants }: EnteredCase,
  { role, level }: { role: string; level: Step['level'] },
): Promise<string | null> {
  const holders = await call('identity.holdersOf', { role, level, collaboration, theme, region });
  const able = new Set(holders.map(({ oin }) => oin).filter((oin) => participants.includes(oin)));
  return able.size === 1 ? ([...able][0] ?? null) : null;
}
