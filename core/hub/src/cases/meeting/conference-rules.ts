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
  { body, model, now }: { body: Body; model: ReferenceModel; now: number },
): Fault[] {
  const roles = new Set(model.roles.map(({ id }) => id));
  return [
    ...dayFaults(heldAt, longestClock(model, now)),
    ...strangers('invited', invited, body.members),
    ...invited.flatMap(({ role }, i) =>
      roles.has(role)
        ? []
        : [{ path: `/body/invited/${i}/role`, message: 'is no role of the reference model in force' }],
    ),
  ];
}

/** A meeting that is called for later than it is kept would be gone before it is held. */
function dayFaults(heldAt: string, { endsAt }: RetentionStart): Fault[] {
  const path = '/body/heldAt';
  if (!isOnCalendar(heldAt)) return [{ path, message: 'is on a day that does not exist' }];
  return Date.parse(heldAt) < Date.parse(endsAt) ? [] : [{ path, message: `must be before ${endsAt}` }];
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

/**
 * What is said in a meeting, or asked of one, is kept as long as the case that is kept longest after it could be: from
 * when it is called, so that what nobody ever closes ends as well, and anew from when it is closed.
 */
export function longestClock({ machines }: ReferenceModel, now: number): RetentionStart {
  const clocks = machines.case.states.flatMap(({ retention }) => retention ?? []);
  const [longest] = clocks.toSorted((one, other) => other.days - one.days);
  // A model in force gives the first state of a case a retention: the check sees to it.
  if (!longest) throw new KoppelError('hub.failed', 'A reference model keeps no case');
  return { endsAt: new Date(now + longest.days * dayMs).toISOString(), lockedYears: longest.lockedYears };
}
