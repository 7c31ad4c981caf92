import { exchangeOf, phaseOf } from '@koppel/process';
import type { CaseStanding, ParamsOf } from '../../platform/actions.ts';
import { isPast } from '../../platform/process/acting.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import { isWithin, viewerWith } from '../../platform/process/viewer.ts';

/**
 * Where a signal or case stands for an organisation that is joined to it, and for a person of it who is mandated there;
 * null for everybody else, and for everything whose retention period is over.
 */
export async function standingOf(tools: ProcessTools, asked: ParamsOf<'cases.standing'>): Promise<CaseStanding | null> {
  const record = await findJoined(tools, asked);
  if (!record || isPast(record, tools.clock.now()) || !(await isMandated(tools, record, asked))) return null;
  const machine = record.kind === 'signal' ? 'signal' : 'case';
  const standing = { model: await tools.models.get(String(record.model)), machine, state: record.state } as const;
  return { collaboration: record.collaboration, phase: phaseOf(standing) ?? '', exchange: exchangeOf(standing) };
}

async function findJoined(
  { desk, call }: ProcessTools,
  { id, oin }: ParamsOf<'cases.standing'>,
): Promise<ProcessRecord | undefined> {
  const organisation = await call('identity.findOrganisation', { oin });
  const [record] = await desk.listWithin(organisation?.collaborations ?? [], {
    where: `s.id = $1 AND s.id = s.root AND s.kind IN ('signal', 'case')
      AND EXISTS (SELECT 1 FROM process_participant p WHERE p.root = s.id AND p.oin = $2)`,
    parameters: [id, oin],
    orderBy: 's.id',
    limit: 1,
  });
  return record;
}

/** A system without a person acts for its whole organisation. */
async function isMandated(
  { call }: ProcessTools,
  record: ProcessRecord,
  { oin, person }: ParamsOf<'cases.standing'>,
): Promise<boolean> {
  if (person === undefined) return true;
  const held = await call('identity.mandatesOf', { oin, person });
  const viewer = viewerWith({ oin, person, client: '', scopes: [] }, held);
  return viewer?.mandates.some((mandate) => isWithin(mandate, record)) ?? false;
}
