import { exchangeDeadlineMs, KoppelError } from '@koppel/contract';
import { listCollaborations } from '../../platform/process/collaborations.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import { outcomeEvent } from './request-events.ts';
import { askedBy } from './request.store.ts';

/** No answer is still on its way so long after the last moment on which it could have come. */
const unknownAfterMs = exchangeDeadlineMs.maximum + 60_000;
const perRound = 200;

/**
 * Closes questions of which nobody wrote down what came, because the hub fell while a partner was thinking. Whether the
 * partner answered is told by the log of the exchange; whether to ask again is for a person.
 */
export async function closeUnanswered(
  { desk, clock }: Pick<ProcessTools, 'desk' | 'clock'>,
  afterMs: number = unknownAfterMs,
): Promise<number> {
  const collaborations = await desk.within([], listCollaborations);
  const asked = await desk.listWithin(collaborations, {
    where: `s.kind = 'information-request' AND s.is_open AND s.opened_at < $1`,
    parameters: [new Date(clock.now() - afterMs)],
    orderBy: 's.opened_at, s.id',
    limit: perRound,
  });
  const closed = await Promise.all(asked.map((record) => close({ desk }, record)));
  return closed.filter(Boolean).length;
}

/** False when the answer was written down after all, or another node was faster. */
async function close({ desk }: Pick<ProcessTools, 'desk'>, record: ProcessRecord): Promise<boolean> {
  const { id: stream, root, collaboration, version, model } = record;
  const decision = await desk.within([collaboration], (manager) => askedBy(manager, stream));
  const event = outcomeEvent(record, { state: 'unknown', facts: {} });
  const change = { stream, kind: 'information-request', root, seenVersion: version, events: [event] } as const;
  try {
    await desk.commit({ collaboration, by: null, decision, model, changes: [change] });
    return true;
  } catch (error) {
    if (error instanceof KoppelError && error.code === 'resource.changed') return false;
    throw error;
  }
}
