import { systemClock } from '@koppel/contract';
import type { DataSource } from 'typeorm';
import type { Call } from '../../src/platform/actions.ts';
import type { KeyRing } from '../../src/platform/keys/key-ring.ts';
import { CaseKeys } from '../../src/platform/process/case-keys.store.ts';
import { ModelShelf } from '../../src/platform/process/models.ts';
import type { ProcessTools } from '../../src/platform/process/open-process.ts';
import { ProcessDesk } from '../../src/platform/process/process-desk.ts';
import { ProcessStore } from '../../src/platform/process/process.store.ts';
import { ProcessWriter } from '../../src/platform/process/process-writer.ts';
import { SearchHashes } from '../../src/platform/process/search-hashes.ts';

const call: Call = () => Promise.reject(new Error('nobody is called from here'));

/** What a room of the process works with, on a node that has no other rooms. */
export function toolsOver(dataSource: DataSource, ring: KeyRing): ProcessTools {
  const clock = systemClock;
  const keys = new CaseKeys(ring);
  const store = new ProcessStore(keys);
  const writer = new ProcessWriter({ store, keys, call, clock });
  const desk = new ProcessDesk({ dataSource, store, writer, clock });
  return { call, clock, desk, models: new ModelShelf(call), keys, hashes: new SearchHashes(ring) };
}
