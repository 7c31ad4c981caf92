import type { ReferenceModel } from '@koppel/process';
import type { Body } from '../../platform/body.schema.ts';
import type { EscalationDecision } from '../../platform/escalation.schema.ts';
import type { EventDraft, JsonObject } from '../../platform/process/process-event.ts';
import type {
  OpenedFacts,
  ProcessRecord,
  RetentionStart,
  TransitionedFacts,
} from '../../platform/process/process-record.ts';
import type { Change } from '../../platform/process/process-writer.ts';
import { longestClock } from '../meeting/conference-rules.ts';

/** A question before it is put. */
export interface EscalationPlan {
  readonly id: string;
  readonly to: Body;
  readonly model: string | null;
  /** Runs from now, so that a question that nobody ever decides ends as well. */
  readonly retention: RetentionStart;
  readonly step: string;
  readonly deciders: readonly string[];
  readonly question: string;
  readonly options: readonly string[];
}

/** It belongs to the body that is asked, under a key of its own, and says nothing of where it came from. */
export function opening({ id, to, model, retention, ...said }: EscalationPlan): Change {
  const { collaboration, theme, region, members } = to;
  const facts: OpenedFacts = {
    collaboration,
    theme,
    region,
    body: to.id,
    model,
    state: 'asked',
    phase: null,
    isOpen: true,
    participants: members,
    owner: null,
    role: said.deciders.length === 1 ? (said.deciders[0] ?? null) : null,
    dueAt: null,
    court: 'owner',
    retention,
  };
  const content: JsonObject = { ...said };
  const event: EventDraft = { type: 'opened', facts: facts as unknown as JsonObject, content };
  return { stream: id, kind: 'escalation', root: id, seenVersion: 0, events: [event] };
}

/** The question went on to the next level; it stays open here, and is kept as long as there, until the decision comes back. */
export function passedOn(
  record: ProcessRecord,
  { reasons, retention }: { reasons: string; retention: RetentionStart },
): Change {
  const facts: TransitionedFacts = {
    action: 'pass-on',
    step: '',
    from: record.state,
    to: 'passed-on',
    phase: null,
    isOpen: true,
    dueAt: null,
    court: 'nobody',
    retention,
  };
  return changeOf(record, {
    type: 'transitioned',
    facts: facts as unknown as JsonObject,
    content: { input: { reasons } },
  });
}

/** What was decided, by which body, about one question of the chain. */
export interface Decided extends EscalationDecision {
  readonly body: string;
  readonly chosen: string;
}

/** Decided, here or above; from now on it is kept as long as the case that is kept longest. */
export function decided(
  record: ProcessRecord,
  { body, option, chosen, reasons }: Decided,
  { model, now }: { model: ReferenceModel; now: number },
): Change {
  const facts: TransitionedFacts & Pick<Decided, 'body' | 'option'> = {
    action: 'decide',
    step: '',
    from: record.state,
    to: 'decided',
    phase: null,
    isOpen: false,
    dueAt: null,
    court: 'nobody',
    retention: longestClock(model, now),
    body,
    option,
  };
  const content = { input: { reasons }, decision: { chosen, reasons } };
  return changeOf(record, { type: 'transitioned', facts: facts as unknown as JsonObject, content });
}

const changeOf = (record: ProcessRecord, event: EventDraft): Change => ({
  stream: record.id,
  kind: 'escalation',
  root: record.id,
  seenVersion: record.version,
  events: [event],
});

/** What the case is told; its partners read it in the chronology. */
export const toldToCase = (record: ProcessRecord, event: EventDraft): Change => ({
  stream: record.id,
  kind: 'case',
  root: record.id,
  seenVersion: record.version,
  events: [event],
});
