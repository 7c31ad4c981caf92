import type { JsonObject, ProcessEvent } from './process-event.ts';
import type {
  Court,
  ModelMovedFacts,
  OpenedFacts,
  ProcessRecord,
  Reducer,
  TransitionedFacts,
} from './process-record.ts';

type Envelope = (record: ProcessRecord, event: ProcessEvent) => Partial<ProcessRecord>;

/** What events that every kind knows change; all else is for the kind's own reducer. */
const envelopes: Readonly<Record<string, Envelope>> = {
  transitioned: (record, event) => {
    const facts = event.facts as unknown as TransitionedFacts;
    return {
      state: facts.to,
      phase: facts.phase ?? null,
      isOpen: facts.isOpen,
      enteredAt: event.at,
      dueAt: facts.dueAt,
      proposal: null,
      lastActor: actorOf(event) ?? record.lastActor,
      court: turn(record.court, facts.court, event.at),
      ...(facts.retention ? { retention: { ...record.retention, ...facts.retention, decision: event.id } } : {}),
    };
  },
  proposed: (_record, { id, by, facts }) => ({
    proposal: {
      event: id,
      action: textOf(facts['action']),
      step: textOf(facts['step']),
      oin: by?.oin ?? '',
      person: by?.person ?? '',
    },
  }),
  declined: () => ({ proposal: null }),
  joined: (record, { facts }) => ({ participants: [...record.participants, textOf(facts['oin'])].sort() }),
  left: (record, { facts }) => ({ participants: record.participants.filter((oin) => oin !== facts['oin']) }),
  assigned: (record, { facts }) => ({
    owner: textOr(facts['owner'], record.owner),
    role: textOr(facts['role'], record.role),
    assignee: textOr(facts['assignee'], null),
    dueAt: textOr(facts['dueAt'], record.dueAt),
  }),
  'retention-extended': ({ retention }, { id, facts }) => ({
    retention: { ...retention, endsAt: textOf(facts['endsAt']), decision: id },
  }),
  'retention-locked': ({ retention }, { facts }) => ({
    isOpen: false,
    retention: { ...retention, status: 'locked', endsAt: textOf(facts['endsAt']) },
  }),
  'retention-destroyed': ({ retention }) => ({
    isOpen: false,
    retention: { ...retention, status: 'destroyed', endsAt: null },
  }),
  'model-moved': (record, event) => {
    const { model, state, isOpen, dueAt, court, retention, phase } = event.facts as unknown as ModelMovedFacts;
    return {
      model,
      state,
      phase: phase ?? null,
      isOpen,
      dueAt,
      proposal: null,
      court: turn(record.court, court, event.at),
      ...(retention ? { retention: { ...record.retention, ...retention, decision: event.id } } : {}),
    };
  },
};

const actorOf = ({ by }: ProcessEvent): ProcessRecord['lastActor'] =>
  by === null || by.person === null ? null : { oin: by.oin, person: by.person };

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const textOr = (value: unknown, otherwise: string | null): string | null =>
  typeof value === 'string' ? value : otherwise;

/** The turn passes to a side. Time on nobody's side counts for nobody. */
export function turn(court: Court, side: Court['side'], at: string): Court {
  const spentMs = Date.parse(at) - Date.parse(court.since);
  return {
    side,
    since: at,
    ownerMs: court.ownerMs + (court.side === 'owner' ? spentMs : 0),
    openerMs: court.openerMs + (court.side === 'opener' ? spentMs : 0),
  };
}

function opened(event: ProcessEvent): ProcessRecord {
  const facts = event.facts as unknown as OpenedFacts;
  const { collaboration, theme, region, body, model, state, isOpen, participants, owner, role, dueAt, court } = facts;
  const { phase = null } = facts;
  return {
    id: event.stream,
    kind: event.kind,
    root: event.root,
    collaboration,
    theme,
    region,
    body,
    model,
    version: event.version,
    state,
    phase,
    isOpen,
    openedAt: event.at,
    enteredAt: event.at,
    changedAt: event.at,
    openedBy: { oin: event.by?.oin ?? '', person: event.by?.person ?? null },
    owner,
    role,
    assignee: null,
    dueAt,
    participants: [...participants].sort(),
    proposal: null,
    lastActor: actorOf(event),
    court: { side: court, since: event.at, ownerMs: 0, openerMs: 0 },
    retention: startedClock(facts.retention, event),
    content: {},
  };
}

const startedClock = (start: OpenedFacts['retention'], { id }: ProcessEvent): ProcessRecord['retention'] =>
  start === undefined
    ? { status: 'active', endsAt: null, lockedYears: 0, decision: null }
    : { status: 'active', ...start, decision: id };

/** The record after one more event. The same events in the same order always make the same record. */
export function apply(record: ProcessRecord | undefined, event: ProcessEvent, reducer: Reducer): ProcessRecord {
  const before = record ?? opened(event);
  const changes = record ? envelopes[event.type]?.(record, event) : {};
  const after = { ...before, ...changes, version: event.version, changedAt: event.at };
  const isGone = after.retention.status === 'destroyed';
  return { ...after, content: isGone ? null : reducer(keepInput(before.content ?? {}, event), event, after) };
}

/**
 * What people said when they acted, of every kind alike: decisions in order, and what a proposal still waits with. Of the
 * same step taken again and again the record tells the latest, so that it does not grow with every turn; all of them are in
 * the chronology. One that recorded lessons stays, because lessons are put forward from there.
 */
function keepInput(content: JsonObject, event: ProcessEvent): JsonObject {
  if (!endsProposal.has(event.type)) return content;
  const { proposedInput: _waiting, ...rest } = content;
  if (event.type === 'proposed') return { ...rest, ...saidIn('proposedInput', event) };
  if (event.type !== 'transitioned') return rest;
  const earlier = (rest['decisions'] ?? []) as readonly JsonObject[];
  const latest = decisionOf(event);
  return { ...rest, decisions: [...earlier.filter((one) => isKeptBefore(one, latest)), latest] };
}

const isKeptBefore = (earlier: JsonObject, { action, from, to }: JsonObject): boolean =>
  earlier['action'] !== action || earlier['from'] !== from || earlier['to'] !== to || hasLessons(earlier);

function hasLessons({ input }: JsonObject): boolean {
  const lessons = (input as JsonObject | undefined)?.['lessons'];
  return Array.isArray(lessons) && lessons.length > 0;
}

const endsProposal: ReadonlySet<string> = new Set(['transitioned', 'proposed', 'declined', 'model-moved']);

function decisionOf(event: ProcessEvent): JsonObject {
  const { id, at, by, facts } = event;
  const who = { oin: by?.oin ?? null, person: by?.person ?? null, role: by?.capacity?.role ?? null };
  const { action, from, to } = facts;
  return { event: id, at, ...who, action, from, to, ...saidIn('input', event) };
}

/** What stands in no content is left out, so that a record made now and one read back are the same. */
const saidIn = (name: string, { content }: ProcessEvent): JsonObject =>
  content?.['input'] === undefined ? {} : { [name]: content['input'] };

/** Rebuilds a record from all events of its stream. */
export function fold(events: readonly ProcessEvent[], reducer: Reducer): ProcessRecord | undefined {
  return events.reduce<ProcessRecord | undefined>((record, event) => apply(record, event, reducer), undefined);
}
