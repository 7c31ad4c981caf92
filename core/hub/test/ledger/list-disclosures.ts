import type { HubClient } from '@koppel/local';
import type { SubjectId } from '@koppel/contract';
import type { LoggedEntry, ResultOf } from '../../src/platform/actions.ts';

/** Everything that the log tells this client about somebody, page by page, newest first. */
export async function listDisclosures(hub: HubClient, subject: SubjectId): Promise<LoggedEntry[]> {
  const all: LoggedEntry[] = [];
  let place: { before?: number } = {};
  for (;;) {
    const page = await hub.post<ResultOf<'ledger.disclosures'>>('/v1/ledger/disclosures', { subject, ...place });
    all.push(...page.disclosures);
    if (page.next === undefined) return all;
    place = { before: page.next };
  }
}
