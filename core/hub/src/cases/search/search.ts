import { KoppelError } from '@koppel/contract';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import { collaborationsOf, type Viewer } from '../../platform/process/viewer.ts';
import type { SearchDraft } from '../../platform/likeness.schema.ts';
import type { RootSummary } from '../../platform/root.schema.ts';
import { summaryOf } from '../root/root-list.ts';
import { subjectText, wordTexts } from './search-tokens.ts';
import { wordsOf } from './search-words.ts';

const maxHits = 50;

/**
 * The signals and cases with all of these words and this subject, of those that the viewer may know of, the latest
 * change first. What is hidden is left out by the same query that finds the rest, and nothing is counted.
 */
export async function searchRoots(
  { desk, hashes }: ProcessTools,
  viewer: Viewer,
  { words = '', subject, kinds = ['signal', 'case'] }: SearchDraft,
): Promise<RootSummary[]> {
  const sought = wordsOf([words]);
  const count = sought.length + (subject ? 1 : 0);
  if (count === 0) throw nothingSought();
  const tokens = await Promise.all(
    collaborationsOf(viewer).map((collaboration) =>
      hashes.toFind(collaboration, [...wordTexts([words]), ...(subject ? [subjectText(subject)] : [])]),
    ),
  );
  const records = await desk.list(viewer, {
    where: `s.id = s.root AND s.kind = ANY($1) AND s.root IN
      (SELECT t.root FROM process_token t WHERE t.token = ANY($2) GROUP BY t.root HAVING count(*) = $3)`,
    parameters: [kinds, tokens.flat(), count],
    orderBy: 's.changed_at DESC, s.id',
    limit: maxHits,
  });
  return records.filter(({ content }) => content !== null).map(summaryOf);
}

const nothingSought = (): KoppelError =>
  new KoppelError('request.invalid', undefined, {
    details: { faults: [{ path: '/body', message: 'must have a word of two characters or more, or a subject' }] },
  });
