import type { JsonObject } from '../process-event.ts';
import type { Reducer } from '../process-record.ts';

/** What a case asked of a higher level, and what came back. */
export const reduceEscalated: Reducer = (content, { type, at, by, facts, content: said }) => {
  const escalations = (content['escalations'] ?? []) as readonly JsonObject[];
  const { escalation, body } = facts;
  if (type === 'escalated')
    return { ...content, escalations: [...escalations, { escalation, body, status: 'asked', askedAt: at, ...said }] };
  const change = changeOf(type, { body, at, oin: by?.oin, person: by?.person, option: facts['option'], ...said });
  if (!change) return content;
  const changed = escalations.map((one) => (one['escalation'] === escalation ? { ...one, ...change } : one));
  return { ...content, escalations: changed };
};

function changeOf(type: string, decision: JsonObject): JsonObject | undefined {
  if (type === 'escalation-passed-on') return { status: 'passed-on', passedOnTo: decision['body'] };
  return type === 'escalation-decided' ? { status: 'decided', decision } : undefined;
}
