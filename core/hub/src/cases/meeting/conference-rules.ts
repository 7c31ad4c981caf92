import { isOnCalendar, KoppelError, type Fault } from '@koppel/contract';
import type { Attendee, Capacity, Level, ReferenceModel } from '@koppel/process';
import type { Body } from '../../platform/body.schema.ts';
import type { ConferenceDraft } from '../../platform/conference.schema.ts';
import type { RetentionStart } from '../../platform/process/process-record.ts';
import { authoritiesAt, type Viewer } from '../../platform/process/viewer.ts';

/** The roles that answer for some step on a level. */
export const accountableOn = (model: ReferenceModel, level: Level): readonly string[] => [
  ...new Set(model.process.steps.flatMap(({ rasci }) => rasci[level]?.accountable ?? [])),
];

/**
 * In which capacity somebody runs the meetings of a body: for its coordinator with any role on its level, or as one who
 * answers for a step on that level.
 *
 * @throws KoppelError `process.role-missing`
 */
export function requireConvener(viewer: Viewer, body: Body, model: ReferenceModel): Capacity {
  const accountable = accountableOn(model, body.level);
  const isCoordinator = viewer.oin === body.coordinator;
  const authority = authoritiesAt(viewer, body).find(
    ({ level, role }) => level === body.level && (isCoordinator || accountable.includes(role)),
  );
  if (!authority) throw new KoppelError('process.role-missing');
  return authority;
}

/** Everything that is wrong with an invitation, at once. */
export function conferenceFaults(
  { heldAt, invited }: ConferenceDraft,
  { body, model }: { body: Body; model: ReferenceModel },
): Fault[] {
  const roles = new Set(model.roles.map(({ id }) => id));
  return [
    ...(isOnCalendar(heldAt) ? [] : [{ path: '/body/heldAt', message: 'is on a day that does not exist' }]),
    ...strangers('invited', invited, body.members),
    ...invited.flatMap(({ role }, i) =>
      roles.has(role)
        ? []
        : [{ path: `/body/invited/${i}/role`, message: 'is no role of the reference model in force' }],
    ),
  ];
}

export const strangers = (
  list: 'invited' | 'attended',
  people: readonly Pick<Attendee, 'oin'>[],
  members: readonly string[],
): Fault[] =>
  people.flatMap(({ oin }, i) =>
    members.includes(oin) ? [] : [{ path: `/body/${list}/${i}/oin`, message: 'is not a member of this body' }],
  );

const dayMs = 86_400_000;

/** What is said in a meeting is kept as long as the case that is kept longest after it could be. */
export function longestClock(model: ReferenceModel, now: number): { retention?: RetentionStart } {
  const clocks = model.machines.case.states.flatMap(({ retention }) => retention ?? []);
  const [longest] = clocks.toSorted((one, other) => other.days - one.days);
  if (!longest) return {};
  const endsAt = new Date(now + longest.days * dayMs).toISOString();
  return { retention: { endsAt, lockedYears: longest.lockedYears } };
}
