import type { SubjectId } from '@koppel/contract';
import type { Likeness } from '../../platform/likeness.schema.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import type { Viewer } from '../../platform/process/viewer.ts';
import type { Subject } from '../../platform/subject.schema.ts';
import { summaryOf } from '../root/root-list.ts';
import { tokensAmong } from '../search/search.store.ts';
import type { SearchHashes } from '../../platform/process/search-hashes.ts';
import { subjectText } from '../search/search-tokens.ts';

const maxLikenesses = 50;

type Kind = SubjectId['kind'];

/** Signals and cases that share a subject with a signal, of those that the viewer may know of; the most alike first. */
export async function likenessesOf(
  { desk, hashes }: ProcessTools,
  viewer: Viewer,
  signal: ProcessRecord,
): Promise<Likeness[]> {
  const kinds = await kindsByToken(signal, hashes);
  const tokens = [...kinds.keys()].map((token) => Buffer.from(token, 'hex'));
  const found = await desk.list(viewer, {
    where: `s.id = s.root AND s.id <> $1 AND s.collaboration = $2
      AND s.root IN (SELECT t.root FROM process_token t WHERE t.token = ANY($3))`,
    parameters: [signal.id, signal.collaboration, tokens],
    orderBy: 's.changed_at DESC, s.id',
    limit: maxLikenesses,
  });
  const roots = found.filter(({ content }) => content !== null);
  const rows = await desk.within([signal.collaboration], (manager) =>
    tokensAmong(manager, { roots: roots.map(({ id }) => id), tokens }),
  );
  const sharedBy = (id: string) =>
    rows.filter(({ root }) => root === id).flatMap(({ token }) => kinds.get(token.toString('hex')) ?? []);
  return roots
    .map((root) => likeness(signal, root, { shared: sharedBy(root.id), of: kinds.size }))
    .toSorted((one, other) => other.score - one.score);
}

/** The kind of each distinct identifier of the signal, by its token. */
async function kindsByToken(
  { content, collaboration }: ProcessRecord,
  hashes: SearchHashes,
): Promise<ReadonlyMap<string, Kind>> {
  const subjects = (content?.['subjects'] ?? []) as unknown as readonly Subject[];
  const identifiers = subjects.flatMap((subject) => subject.identifiers);
  const tokens = await hashes.toFind(collaboration, identifiers.map(subjectText));
  return new Map(identifiers.map(({ kind }, i) => [String(tokens[i]?.toString('hex')), kind]));
}

function likeness(
  signal: ProcessRecord,
  root: ProcessRecord,
  { shared, of: all }: { shared: readonly Kind[]; of: number },
): Likeness {
  const counts = new Map<Kind, number>();
  for (const kind of shared) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return {
    root: summaryOf(root),
    score: Math.round((100 * shared.length) / all) / 100,
    shared: [...counts].map(([kind, count]) => ({ kind, count })),
    verdict: verdictOn(signal, root.id),
  };
}

function verdictOn({ content }: ProcessRecord, other: string): Likeness['verdict'] {
  const judgements = (content?.['judgements'] ?? []) as unknown as readonly {
    readonly other: string;
    readonly verdict: 'same' | 'different';
  }[];
  return judgements.findLast((judgement) => judgement.other === other)?.verdict ?? null;
}
