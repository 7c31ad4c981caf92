import { isOnCalendar, type Fault } from '@koppel/contract';
import type { Mandate, MandateDraft } from '../platform/mandate.schema.ts';

/** What the hub knows about a draft, besides what it says itself. */
export interface MandateSurroundings {
  /** Milliseconds since the epoch, on the domain clock. */
  readonly now: number;
  readonly isMember: boolean;
  readonly isRoleKnown: boolean;
  /** The mandate that is substituted for; null when the organisation has none with that id. */
  readonly first: Mandate | null;
}

const maxYears = 4;

/** Everything that keeps a draft from being a mandate. The draft is valid against its schema. */
export function mandateFaults(draft: MandateDraft, surroundings: MandateSurroundings): Fault[] {
  return [
    ...placeFaults(surroundings),
    ...periodFaults(draft, surroundings.now),
    ...(draft.substituteOf === undefined ? [] : substitutionFaults(draft, surroundings)),
  ];
}

const told = (isWrong: boolean, path: string, message: string): Fault[] =>
  isWrong ? [{ path: `/body/${path}`, message }] : [];

/** The roles of a collaboration are nobody's business who does not take part in it. */
function placeFaults({ isMember, isRoleKnown }: MandateSurroundings): Fault[] {
  if (!isMember) return told(true, 'collaboration', 'is none that the organisation takes part in');
  return told(!isRoleKnown, 'role', 'is no role on this level in any model of the collaboration');
}

function periodFaults({ from, until }: MandateDraft, now: number): Fault[] {
  const days = [
    ...told(!isOnCalendar(from), 'from', 'is not a day of the calendar'),
    ...told(!isOnCalendar(until), 'until', 'is not a day of the calendar'),
  ];
  if (days.length > 0) return days;
  const end = Date.parse(until);
  return [
    ...told(Date.parse(from) >= end, 'until', 'must come after the beginning'),
    ...told(end <= now, 'until', 'must lie ahead'),
    ...told(end > yearsLater(from, maxYears), 'until', `must come within ${maxYears} years of the beginning`),
  ];
}

function yearsLater(instant: string, years: number): number {
  const date = new Date(instant);
  return date.setUTCFullYear(date.getUTCFullYear() + years);
}

/** A substitute stands in for one holder, with nothing that the holder does not have. */
function substitutionFaults(draft: MandateDraft, { first, now }: MandateSurroundings): Fault[] {
  if (first === null) return told(true, 'substituteOf', 'is no mandate of this organisation');
  const hasEnded = first.status === 'revoked' || Date.parse(first.until) <= now;
  return [
    ...told(hasEnded, 'substituteOf', 'has ended'),
    ...told(first.substituteOf !== undefined, 'substituteOf', 'is a substitution itself'),
    ...told(first.person === draft.person, 'person', 'must be somebody else than the holder'),
    ...(['role', 'level', 'collaboration'] as const).flatMap((name) =>
      told(first[name] !== draft[name], name, 'must be that of the holder'),
    ),
    ...(['themes', 'regions'] as const).flatMap((name) =>
      told(
        !isNarrower(draft.limits[name], first.limits[name]),
        `limits/${name}`,
        'must lie within those of the holder',
      ),
    ),
    ...told(Date.parse(draft.from) < Date.parse(first.from), 'from', 'must not come before that of the holder'),
    ...told(Date.parse(draft.until) > Date.parse(first.until), 'until', 'must not come after that of the holder'),
  ];
}

/** An empty list limits nothing, so it is the widest of all. */
const isNarrower = (limit: readonly string[], wider: readonly string[]): boolean =>
  wider.length === 0 || (limit.length > 0 && limit.every((name) => wider.includes(name)));
