import { join } from 'node:path';
import { KoppelError } from '@koppel/contract';
import type { LinkAddress } from '@koppel/link';
import type { HubClient } from '../hub-client/hub-client.ts';
import { trustLog, witnessKey } from '../witness.ts';

/**
 * Makes an adapter a witness of the hub's log, and answers its folder. On one machine the operator hands both keys over
 * himself; anywhere else the partner brings its own, and takes the log's from a source that it trusts.
 */
export async function prepareWitness(directory: string, address: LinkAddress, operator: HubClient): Promise<string> {
  const folder = join(directory, 'witness');
  const { vkey: logKey } = await operator.get<{ vkey: string }>('/v1/ledger/witnesses');
  await trustLog(folder, logKey);
  const vkey = await witnessKey(folder, address);
  await operator.post('/v1/ledger/witnesses', { ...address, vkey }).catch(unlessKnown);
  return folder;
}

function unlessKnown(error: unknown): void {
  if (!(error instanceof KoppelError) || error.code !== 'resource.exists') throw error;
}
