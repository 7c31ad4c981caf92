import type { Clock } from '@koppel/contract';
import type { Call } from '../actions.ts';
import type { Ground } from '../ground.ts';
import { CaseKeys } from './case-keys.store.ts';
import { ModelShelf } from './models.ts';
import { ProcessDesk } from './process-desk.ts';
import { SearchHashes } from './search-hashes.ts';
import { ProcessStore } from './process.store.ts';
import { ProcessWriter } from './process-writer.ts';

/** What a room of the process works with. */
export interface ProcessTools {
  readonly call: Call;
  readonly clock: Clock;
  readonly desk: ProcessDesk;
  readonly models: ModelShelf;
  readonly keys: CaseKeys;
  readonly hashes: SearchHashes;
}

/** Furnishes a room of the process. */
export async function openProcess(ground: Ground): Promise<ProcessTools> {
  const { call, clock } = ground;
  const ring = await ground.keys();
  const keys = new CaseKeys(ring);
  const store = new ProcessStore(keys);
  const writer = new ProcessWriter({ store, keys, call, clock });
  const desk = new ProcessDesk({ dataSource: await ground.database('app'), store, writer, clock });
  return { call, clock, desk, models: new ModelShelf(call), keys, hashes: new SearchHashes(ring) };
}
