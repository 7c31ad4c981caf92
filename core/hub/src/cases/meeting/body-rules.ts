import type { Fault } from '@koppel/contract';
import type { Level } from '@koppel/process';
import type { Body, BodyDraft, MemberChange } from '../../platform/body.schema.ts';

/** From the work floor up. */
const levels: readonly Level[] = ['operational', 'policy', 'strategic'];

export interface BodySurroundings {
  /** The organisations of the collaboration among those that are named. */
  readonly known: ReadonlySet<string>;
  /** The body named as parent, if there is one. */
  readonly parent: Body | undefined;
}

/** Everything that keeps a body from being set up, at once. */
export function bodyFaults(draft: BodyDraft, { known, parent }: BodySurroundings): Fault[] {
  return [...memberFaults(draft, known), ...parentFaults(draft, parent)];
}

export function memberFaults(
  { members, coordinator }: Pick<Body, 'members' | 'coordinator'>,
  known: ReadonlySet<string>,
): Fault[] {
  const strangers = members.flatMap((oin, i) =>
    known.has(oin) ? [] : [{ path: `/body/members/${i}`, message: 'is not an organisation of the collaboration' }],
  );
  const isMember = members.includes(coordinator);
  return isMember ? strangers : [...strangers, { path: '/body/coordinator', message: 'must be one of the members' }];
}

/** A question goes up, never to the same level, and never out of the collaboration. */
function parentFaults(draft: BodyDraft, parent: Body | undefined): Fault[] {
  if (draft.parent === undefined) return [];
  const isAbove =
    parent?.active &&
    parent.collaboration === draft.collaboration &&
    levels.indexOf(parent.level) > levels.indexOf(draft.level);
  return isAbove ? [] : [{ path: '/body/parent', message: 'must be a body of a higher level in this collaboration' }];
}

/** The body after people of other organisations came and went. */
export function withMembers(body: Body, { add = [], remove = [], coordinator = body.coordinator }: MemberChange): Body {
  const members = [...new Set([...body.members, ...add])].filter((oin) => !remove.includes(oin)).sort();
  return { ...body, members, coordinator, revision: body.revision + 1 };
}
