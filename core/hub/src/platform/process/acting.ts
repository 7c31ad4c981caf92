import { KoppelError } from '@koppel/contract';
import {
  actionsFor,
  addWorkingDays,
  courtOf,
  dueAt,
  inputOfDecision,
  open,
  phaseOf,
  retentionOf,
  stateOf,
  transition,
  type Action,
  type ActionInput,
  type Actor,
  type Capacity,
  type Facts,
  type MachineName,
  type Outcome,
  type PossibleAction,
  type ReferenceModel,
  type Standing,
} from '@koppel/process';
import type { EventDraft, JsonObject } from './process-event.ts';
import type { OpenedFacts, ProcessRecord, Proposal, TransitionedFacts } from './process-record.ts';

/** What the room knows besides the record; whatever it leaves out counts as none. */
export type PartsKnown = Partial<
  Pick<Facts, 'owner' | 'subjects' | 'signals' | 'interventions' | 'tasks' | 'caseState' | 'consultedRoles' | 'lessons'>
>;

/** Somebody's action on something, with everything that decides about it. */
export interface Acting {
  readonly model: ReferenceModel;
  readonly machine: MachineName;
  readonly record: ProcessRecord;
  readonly action: Action;
  readonly input: ActionInput;
  /** Null for the retention clock. */
  readonly actor: Actor | null;
  readonly known: PartsKnown;
  readonly now: number;
}

/** What is to be recorded, in which capacity, and which roles are told. */
export interface Planned {
  readonly event: EventDraft;
  readonly capacity: Capacity | null;
  readonly inform: readonly string[];
}

/** @throws KoppelError `process.…` with everything that is missing; then nothing has happened. */
export function planAction(acting: Acting): Planned {
  const { model, machine, record, action, now } = acting;
  if (acting.actor !== null && isPast(record, now)) throw new KoppelError('process.closed');
  const input = inputOf(acting);
  const outcome = transition({ model, machine, state: record.state }, action, factsOf(acting, input));
  if (!outcome.isAllowed) throw refusalOf(outcome);
  const { event, inform } = outcome;
  const said = acting.actor === null ? {} : { content: { input: input as unknown as JsonObject } };
  if (event.type === 'proposed') {
    const facts = { action: event.action, step: event.step };
    return { event: { type: 'proposed', facts, ...said }, capacity: event.capacity, inform };
  }
  const { from, to, step } = event;
  const facts: TransitionedFacts = {
    action: event.action,
    step,
    from,
    to,
    ...withoutProlonging(record, to, entering({ model, machine, state: to }, now)),
  };
  return {
    event: { type: 'transitioned', facts: facts as unknown as JsonObject, ...said },
    capacity: event.capacity,
    inform,
  };
}

type Entered = ReturnType<typeof entering>;

/** Going back and forth does not keep something longer: only an extension does, with a person's reasons. */
function withoutProlonging({ content, retention }: ProcessRecord, to: string, entered: Entered): Entered {
  const decisions = (content?.['decisions'] ?? []) as readonly JsonObject[];
  const wasThere = decisions.some(({ from, to: other }) => from === to || other === to);
  const isLonger = retention.endsAt !== null && (entered.retention?.endsAt ?? '') > retention.endsAt;
  const { retention: _prolonged, ...rest } = entered;
  return wasThere && isLonger ? rest : entered;
}

/** What is opened: where it belongs and whose it is; its state and deadline are the model's. */
export type Opening = Pick<
  OpenedFacts,
  'collaboration' | 'theme' | 'region' | 'body' | 'model' | 'participants' | 'owner' | 'role'
> & { readonly dueAt?: string | null };

/** @throws KoppelError `process.…` when this person may not open it, or something is missing. */
export function planOpening(
  acting: Pick<Acting, 'model' | 'machine' | 'actor' | 'known' | 'now'>,
  opening: Opening,
  content: JsonObject,
): Planned {
  const { model, machine, now } = acting;
  const input: ActionInput = { reasons: '' };
  const outcome = open({ model, machine }, factsOf({ ...acting, record: undefined }, input));
  if (!outcome.isAllowed) throw refusalOf(outcome);
  const { to, capacity } = outcome.event;
  const entered = entering({ model, machine, state: to }, now);
  const facts: OpenedFacts = { ...opening, ...entered, dueAt: opening.dueAt ?? entered.dueAt, state: to };
  return {
    event: { type: 'opened', facts: facts as unknown as JsonObject, content },
    capacity,
    inform: outcome.inform,
  };
}

/** What people can do now and what this person still owes for it; nothing once the retention period is over. */
export function possibleActions(acting: Omit<Acting, 'action' | 'input'>): PossibleAction[] {
  const { model, machine, record, now } = acting;
  if (isPast(record, now)) return [];
  const actionsGiven = (action?: Action) =>
    actionsFor(
      { model, machine, state: record.state },
      factsOf({ ...acting, ...(action ? { action } : {}) }, inputGiven(record, action)),
    );
  const { proposal } = record;
  if (proposal === null) return actionsGiven();
  const ofProposal = actionsGiven({ name: proposal.action, intent: 'decide' });
  return actionsGiven().map((each, i) =>
    each.action === proposal.action ? withoutRepeating(ofProposal[i] ?? each, proposal, acting.actor) : each,
  );
}

/** Whoever proposed something and cannot decide it either is not asked to propose it again: it is with somebody else now. */
function withoutRepeating(action: PossibleAction, { oin, person }: Proposal, actor: Actor | null): PossibleAction {
  const isProposer = actor?.oin === oin && actor.person === person;
  return isProposer && action.may === 'propose' ? { ...action, may: 'no' } : action;
}

const inputGiven = (record: ProcessRecord, action: Action | undefined): ActionInput =>
  inputOf({ record, action: action ?? { name: '', intent: 'decide' }, input: { reasons: '' } });

/** Whether something may no longer be worked on: locked, destroyed, or about to be. */
export function isPast({ retention: { status, endsAt } }: Pick<ProcessRecord, 'retention'>, now: number): boolean {
  return status !== 'active' || (endsAt !== null && Date.parse(endsAt) <= now);
}

const utc = (atMs: number): string => new Date(atMs).toISOString();
const dayMs = 86_400_000;

/** What begins with a state: whose turn it is, until when, and the retention clock if it starts one. */
export function entering(
  standing: Standing,
  now: number,
): Pick<TransitionedFacts, 'isOpen' | 'dueAt' | 'court' | 'retention' | 'phase'> {
  const due = dueAt(standing, now, addWorkingDays);
  const retention = retentionOf(standing);
  return {
    phase: phaseOf(standing) ?? null,
    isOpen: stateOf(standing)?.final !== true,
    dueAt: due === null ? null : utc(due),
    court: courtOf(standing),
    ...(retention
      ? { retention: { endsAt: utc(now + retention.days * dayMs), lockedYears: retention.lockedYears } }
      : {}),
  };
}

/** Whoever decides on a proposal takes over what was proposed, and adds what they say themselves. */
function inputOf({ record, action, input }: Pick<Acting, 'record' | 'action' | 'input'>): ActionInput {
  const isDecision = action.intent === 'decide' && record.proposal?.action === action.name;
  const proposed = record.content?.['proposedInput'] as ActionInput | undefined;
  return isDecision && proposed ? inputOfDecision(proposed, input) : input;
}

type KnownOf = Pick<Acting, 'actor' | 'known' | 'now'> & { record: ProcessRecord | undefined; action?: Action };

function factsOf({ record, actor, known, now, action }: KnownOf, input: ActionInput): Facts {
  const ofRecord = record ? recordedFacts(record, action) : { retentionEndsAt: null };
  return { ...nothingKnown, ...ofRecord, ...known, now, actor, input };
}

const nothingKnown = { subjects: 0, signals: [], interventions: [], tasks: [], consultedRoles: [], lessons: 0 };

type RecordedFacts = Pick<Facts, 'owner' | 'previousPerson' | 'previousOin' | 'retentionEndsAt'>;

function recordedFacts(
  { owner, proposal, lastActor, retention: { endsAt } }: ProcessRecord,
  action?: Action,
): RecordedFacts {
  const isDecision = action?.intent === 'decide' && proposal?.action === action.name;
  const first = isDecision ? proposal : lastActor;
  return {
    ...(owner ? { owner } : {}),
    ...(first ? { previousPerson: first.person, previousOin: first.oin } : {}),
    retentionEndsAt: endsAt ? Date.parse(endsAt) : null,
  };
}

const refusalOf = ({ code, message, unmet }: Extract<Outcome, { isAllowed: false }>): KoppelError =>
  new KoppelError(code, message, unmet.length > 0 ? { details: { unmet: unmet.map((guard) => ({ ...guard })) } } : {});
