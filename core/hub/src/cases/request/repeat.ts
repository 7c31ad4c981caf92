import { canonicalDigest, KoppelError } from '@koppel/contract';
import { v5 as uuidv5 } from 'uuid';
import type { InformationRequestDraft } from '../../platform/information-request.schema.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import type { Viewer } from '../../platform/process/viewer.ts';

/** The same key of the same person about the same signal or case is the same question, on every node. */
export const questionIdOf = ({ oin, person, caller }: Viewer, root: string, key: string): string =>
  uuidv5(`${oin}:${caller.client}:${person}:${key}`, root);

/** @throws KoppelError `exchange.key-reused` when the key was used for another question, `process.closed` when nobody can tell. */
export function requireSameQuestion({ content }: ProcessRecord, draft: InformationRequestDraft): void {
  if (content === null) throw new KoppelError('process.closed');
  const isSame = canonicalDigest(content['question']) === canonicalDigest(draft);
  if (!isSame) throw new KoppelError('exchange.key-reused');
}
