import { join } from 'node:path';
import type { Log } from '@koppel/contract';
import type { DataSource } from 'typeorm';
import { HeldKeys } from './held-keys.ts';
import { KeyFolder } from './key-folder.ts';
import { KeyRegisterStore } from './key-register.store.ts';
import { KeyRing } from './key-ring.ts';

/** The keys in `<home>/keys`, with their register in the database; under the role `app`. */
export function openKeyRing(
  home: string,
  dataSource: DataSource,
  { log, lostKeys }: { readonly log: Log; readonly lostKeys?: readonly string[] },
): Promise<KeyRing> {
  const custody = new HeldKeys(new KeyFolder(join(home, 'keys')));
  return KeyRing.open({ custody, register: new KeyRegisterStore(dataSource), log, lostKeys: lostKeys ?? [] });
}
