import { addWorkingDays, stepsFrom, tasksOf, type Standing, type Step, type TaskTemplate } from '@koppel/process';
import { v7 as uuidv7 } from 'uuid';
import type { Seat } from '../../platform/mandate-actions.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import { everyPart, requireRoomForBrought } from '../../platform/process/part-limit.ts';
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

interface StepTask {
  readonly step: Step;
  readonly template: TaskTemplate;
}

const seatOf = ({ step: { level }, template: { role } }: StepTask): Seat => ({ role, level });
const nameOf = ({ role, level }: Seat): string => `${level}/${role}`;

const placeOf = (place: TaskPlace | null): string => `${place?.step}/${place?.path}`;

/** The tasks that come with the steps which can be done in this state; those that came before do not come again. */
export async function openStepTasks(tools: ProcessTools, entered: EnteredCase, standing: Standing): Promise<Change[]> {
  const { model } = standing;
  const brought = stepsFrom(standing).flatMap((step) => tasksOf(model, step).map((template) => ({ step, template })));
  if (brought.length === 0) return [];
  const known = await knownTasks(tools, entered);
  const due = brought.filter(({ step, template: { path } }) => !known.has(placeOf({ step: step.id, path })));
  await requireRoomForBrought(tools.desk, entered, due.length);
  const owners = await findOwners(tools, entered, due);
  const now = tools.clock.now();
  return due.map((task) => openTask(entered, task, { model, now, owner: owners.get(nameOf(seatOf(task))) ?? null }));
}

async function knownTasks({ desk }: ProcessTools, { id, collaboration }: EnteredCase): Promise<ReadonlySet<string>> {
  const where = `s.root = $1 AND s.kind = 'task'`;
  const query = { where, parameters: [id], orderBy: 's.id', limit: everyPart };
  const tasks = await desk.listWithin([collaboration], query);
  return new Set(tasks.map(({ content }) => placeOf(content as TaskPlace | null)));
}

function openTask(
  entered: EnteredCase,
  { step, template: { deadline, role, title, description, path } }: StepTask,
  { model, now, owner }: { model: Standing['model']; now: number; owner: string | null },
): Change {
  const event = openedByModel(
    { model, record: entered, now },
    {
      title,
      role,
      path,
      step: step.id,
      owner,
      ...(description ? { description } : {}),
      ...(deadline ? { dueAt: new Date(addWorkingDays(now, deadline.workingDays)).toISOString() } : {}),
    },
  );
  return { stream: uuidv7(), kind: 'task', root: entered.id, seenVersion: 0, events: [event] };
}

/**
 * Who owns the tasks of each role: the partner that alone has somebody in it. As long as another member of the body
 * that is not joined yet has somebody too, a task is for whoever takes it; else whoever is joined first gets them all.
 */
async function findOwners(
  { call }: ProcessTools,
  { collaboration, theme, region, body: id, participants }: EnteredCase,
  tasks: readonly StepTask[],
): Promise<ReadonlyMap<string, string>> {
  if (tasks.length === 0) return new Map();
  const body = id === null ? null : await call('cases.findBody', { id });
  const concerned = new Set([...participants, ...(body?.members ?? [])]);
  const seats = new Map(tasks.map(seatOf).map((seat) => [nameOf(seat), seat]));
  const asked = { seats: [...seats.values()], collaboration, theme, region };
  const holders = (await call('identity.holdersOf', asked)).filter(({ oin }) => concerned.has(oin));
  const alone = [...seats.keys()].flatMap((seat): [string, string][] => {
    const [only, ...others] = new Set(holders.filter((holder) => nameOf(holder) === seat).map(({ oin }) => oin));
    return only === undefined || others.length > 0 ? [] : [[seat, only]];
  });
  return new Map(alone.filter(([, oin]) => participants.includes(oin)));
}
