import { KoppelError } from '@koppel/contract';
import { keyText, type KeyCustody, type KeyId } from './key-custody.ts';
import type { KeyRegister, RegisteredKey } from './key-register.ts';

interface Inspected {
  readonly custody: KeyCustody;
  readonly register: KeyRegister;
  /** Keys, as `case/example-region.1`, of which the operator says that they will not come back. */
  readonly lostKeys: readonly string[];
}

/**
 * Compares the register with what is in custody, before anything is made: a key that is missing is never made anew by
 * itself, because what it protected would be lost without a word.
 *
 * @throws KoppelError `config.invalid` that lists every key that is absent or another than it was.
 */
export async function inspectKeys({ custody, register, lostKeys }: Inspected): Promise<void> {
  const registered = await register.list();
  await adopt(await custody.list(), { registered, custody, register });
  const faults: string[] = [];
  // Looked up anew: another node may have ended one just now.
  for (const key of (await register.list()).filter(({ state }) => state !== 'destroyed')) {
    const fault = await faultOf(key, { custody, register });
    if (fault === 'absent' && lostKeys.includes(keyText(key))) await register.endIn(0, key);
    else if (fault !== null) faults.push(`${keyText(key)} is ${fault}`);
  }
  if (faults.length > 0) throw new KoppelError('config.invalid', explain(faults));
}

/** Takes up keys from before there was a register: those of which it knows no version. */
async function adopt(
  kept: readonly KeyId[],
  { registered, custody, register }: Pick<Inspected, 'custody' | 'register'> & { registered: readonly RegisteredKey[] },
): Promise<void> {
  const isKnown = ({ kind, name }: KeyId): boolean => registered.some((key) => key.kind === kind && key.name === name);
  for (const id of kept.filter((each) => !isKnown(each))) {
    const key = await custody.find(id);
    if (key) await register.add({ key, inMs: 0, isLogged: true });
  }
}

async function faultOf(
  key: RegisteredKey,
  { custody, register }: Pick<Inspected, 'custody' | 'register'>,
): Promise<'absent' | 'another than it was' | null> {
  const kept = await custody.find(key);
  if (!kept) return 'absent';
  if (key.fingerprint === null) await register.identify(kept);
  return key.fingerprint === null || key.fingerprint === kept.fingerprint ? null : 'another than it was';
}

const explain = (faults: readonly string[]): string =>
  `Keys of this hub are not as they were:\n${faults.map((fault) => `  ${fault}`).join('\n')}\n` +
  'Restore them from the backup of keys; all nodes use one folder. For a key of which no copy is left, docs/runbooks.md ("Key lost") ' +
  'tells what is lost with it; then name it in "lostKeys" and start again.';
