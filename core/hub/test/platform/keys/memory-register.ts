import { silentLog } from '@koppel/testkit';
import type { KeyCustody, KeyId, KeptKey } from '../../../src/platform/keys/key-custody.ts';
import type { KeyRegister, KeyState, NewEntry, RegisteredKey } from '../../../src/platform/keys/key-register.ts';
import { KeyRing } from '../../../src/platform/keys/key-ring.ts';
import { MemoryCustody } from './memory-custody.ts';

interface Row extends KeyId {
  fingerprint: string | null;
  publicKey: string | null;
  readonly activeFromMs: number;
  destroyedAtMs: number;
  isLogged: boolean;
}

const isSame = (one: KeyId, other: KeyId): boolean =>
  one.kind === other.kind && one.name === other.name && one.version === other.version;

/** The register without a database, with a clock that a test sets. */
export class MemoryRegister implements KeyRegister {
  readonly clock = { time: Date.now(), now: () => this.clock.time };
  readonly #rows: Row[] = [];

  async list(): Promise<RegisteredKey[]> {
    return this.#rows.map((row) => this.#registered(row)).toSorted((one, other) => other.version - one.version);
  }

  async add({ key, inMs, isLogged }: NewEntry): Promise<boolean> {
    if (this.#rows.some((row) => isSame(row, key))) return false;
    const { kind, name, version, fingerprint } = key;
    const destroyedAtMs = Number.POSITIVE_INFINITY;
    const activeFromMs = this.clock.time + inMs;
    this.#rows.push({ kind, name, version, fingerprint, publicKey: rawOf(key), activeFromMs, destroyedAtMs, isLogged });
    return true;
  }

  async identify(key: KeptKey): Promise<void> {
    this.#change(key, (row) => {
      row.fingerprint ??= key.fingerprint;
      row.publicKey ??= rawOf(key);
    });
  }

  async endIn(inMs: number, id: KeyId): Promise<void> {
    this.#change(id, (row) => {
      row.destroyedAtMs = Math.min(row.destroyedAtMs, this.clock.time + inMs);
    });
  }

  async markLogged(id: KeyId): Promise<void> {
    this.#change(id, (row) => {
      row.isLogged = true;
    });
  }

  #change(id: KeyId, change: (row: Row) => void): void {
    this.#rows.filter((row) => isSame(row, id)).forEach(change);
  }

  #registered({ activeFromMs, destroyedAtMs, ...row }: Row): RegisteredKey {
    const next = this.#rows.find((other) => isSame(other, { ...row, version: row.version + 1 }));
    const now = this.clock.time;
    const isRetired = next !== undefined && next.activeFromMs <= now;
    return {
      ...row,
      state: stateOf({ isDestroyed: destroyedAtMs <= now, isComing: activeFromMs > now, isRetired }),
      activeFrom: new Date(activeFromMs).toISOString(),
      retiredForMs: isRetired ? now - next.activeFromMs : null,
    };
  }
}

const rawOf = ({ publicKey }: KeptKey): string | null => publicKey?.export({ format: 'jwk' }).x ?? null;

function stateOf(is: { isDestroyed: boolean; isComing: boolean; isRetired: boolean }): KeyState {
  if (is.isDestroyed) return 'destroyed';
  if (is.isComing) return 'coming';
  return is.isRetired ? 'retired' : 'active';
}

/** Keys for rooms whose test is not about keys. */
export const memoryKeyRing = (
  register: KeyRegister = new MemoryRegister(),
  custody: KeyCustody = new MemoryCustody(),
): Promise<KeyRing> => KeyRing.open({ custody, register, log: silentLog });
