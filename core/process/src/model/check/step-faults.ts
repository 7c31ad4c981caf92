import type { Fault } from '@koppel/contract';
import { Level } from '../parts.schema.ts';
import type { Rasci, Role, Step } from '../process.schema.ts';
import { faultIf, withArticle, type ModelRule } from './rule.ts';

type Roles = ReadonlyMap<string, Role>;

/** Somebody answers for every step, on its own level, and whoever is consulted knows until when. */
export const stepFaults: ModelRule = function* ({ process, roles }) {
  const known: Roles = new Map(roles.map((role) => [role.id, role]));
  for (const [index, step] of process.steps.entries()) {
    const path = `/process/steps/${index}`;
    yield* levelFaults(step, path);
    yield* consultedFaults(step, path);
    for (const [level, rasci] of Object.entries(step.rasci)) {
      yield* roleFaults({ rasci, level, roles: known }, `${path}/rasci/${level}`);
    }
  }
};

function levelFaults(step: Step, path: string): Fault[] {
  const { level, rasci } = step;
  const isSilent = isLevel(level) && rasci[level] === undefined;
  const consults = Object.values(rasci).some(({ consulted }) => consulted.length > 0);
  return [
    ...faultIf(isSilent, `${path}/rasci`, `must have "${level}", the level on which the step is done`),
    ...faultIf(consults && !step.consultation, path, 'must have "consultation": whoever is consulted has a deadline'),
    ...faultIf(!consults && step.consultation !== undefined, `${path}/consultation`, 'is a deadline for nobody'),
  ];
}

/** Consultations are held about a signal or a case; about a part of one nobody would ever be asked. */
const consultedFaults = ({ subject, rasci }: Step, path: string): Fault[] =>
  Object.entries(rasci).flatMap(([level, { consulted }]) =>
    faultIf(
      isPart(subject) && consulted.length > 0,
      `${path}/rasci/${level}/consulted`,
      `must be empty: people are consulted about a signal or a case, not about ${withArticle(subject)}`,
    ),
  );

const isPart = (subject: Step['subject']): boolean => subject === 'task' || subject === 'intervention';

const isLevel = (level: string): boolean => (Level.enum as readonly string[]).includes(level);

interface Block {
  readonly rasci: Rasci;
  readonly level: string;
  readonly roles: Roles;
}

/** A mandate is for a role on the level of that role, so nobody of another level could ever act. */
function* roleFaults({ rasci, level, roles }: Block, path: string): Generator<Fault> {
  // A role on a level that does not exist has been told.
  const isElsewhere = (id: string) => Boolean(roles.get(id)?.level) && roles.get(id)?.level !== level;
  yield* faultIf(isElsewhere(rasci.accountable), `${path}/accountable`, `must be a role of the ${level} level`);
  for (const member of ['responsible', 'supports'] as const) {
    for (const [index, id] of rasci[member].entries()) {
      yield* faultIf(isElsewhere(id), `${path}/${member}/${index}`, `must be a role of the ${level} level`);
    }
  }
}
