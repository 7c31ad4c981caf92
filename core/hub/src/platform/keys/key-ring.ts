import { KoppelError, type Log } from '@koppel/contract';
import { inspectKeys } from './key-inspection.ts';
import { keyText, type KeyCustody, type KeyId, type KeyKind } from './key-custody.ts';
import { keyRules } from './key-rules.ts';
import type { KeyRegister, RegisteredKey } from './key-register.ts';

export interface KeyRingParts {
  readonly custody: KeyCustody;
  readonly register: KeyRegister;
  readonly log: Log;
  readonly lostKeys?: readonly string[];
  /** How long a new key is known before it is used; longer than two times `lookEveryMs`. */
  readonly announcedForMs?: number;
}

/** How a key is replaced. */
export interface Rotation {
  readonly kind: KeyKind;
  readonly name: string;
  readonly isCompromised: boolean;
  /** Tells the ledger; the new key is used only after that. */
  readonly tell: (change: KeyChange) => Promise<unknown>;
}

export interface KeyChange {
  readonly key: KeyId & { readonly fingerprint: string };
  readonly previous: RegisteredKey | undefined;
}

const lookEveryMs = 1000;
const announcedForMs = 3000;

type Name = Pick<KeyId, 'kind' | 'name'>;
const nameOf = ({ kind, name }: Name): string => `${kind}/${name}`;

/**
 * The hub's keys as a node uses them. Every node looks into the register once a second, and a new key is announced three
 * seconds before anybody uses it: so whatever one node makes with it, every other can read.
 */
export class KeyRing {
  readonly custody: KeyCustody;
  readonly #parts: KeyRingParts;
  #keys: ReadonlyMap<string, readonly RegisteredKey[]> = new Map();
  #lookedAt = Number.NEGATIVE_INFINITY;
  #looks = 0;
  /** The one that is in force. */
  #latestLook = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #compared = new Set<string>();
  readonly #making = new Map<string, Promise<void>>();

  private constructor(parts: KeyRingParts) {
    this.custody = parts.custody;
    this.#parts = parts;
  }

  /** @throws KoppelError `config.invalid` when keys are missing, damaged or open to others, all of them at once. */
  static async open(parts: KeyRingParts): Promise<KeyRing> {
    await inspectKeys({ ...parts, lostKeys: parts.lostKeys ?? [] });
    const ring = new KeyRing(parts);
    await ring.look();
    ring.#timer = setInterval(() => {
      ring.look().catch(() => parts.log.warn({}, 'the register of keys cannot be read'));
    }, lookEveryMs);
    ring.#timer.unref();
    return ring;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /**
   * The version to make things with; made when there never was one, or when the last one is lost for good.
   *
   * @throws KoppelError `config.invalid` when this node has not got the key that the others have.
   */
  async active(kind: KeyKind, name: string): Promise<RegisteredKey> {
    const known = this.#active({ kind, name });
    if (known) return this.#same(known);
    const text = nameOf({ kind, name });
    const making = this.#making.get(text) ?? this.#make({ kind, name }).finally(() => this.#making.delete(text));
    this.#making.set(text, making);
    await making;
    const made = this.#active({ kind, name });
    if (made) return this.#same(made);
    throw new KoppelError('hub.unavailable', `The key ${text} is not in force yet`);
  }

  /** The versions that are announced, in force or still served, the newest first. */
  usable(kind: KeyKind, name: string): readonly RegisteredKey[] {
    return this.versions(kind, name).filter(({ state }) => state !== 'destroyed');
  }

  /** All versions there ever were, the newest first. */
  versions(kind: KeyKind, name: string): readonly RegisteredKey[] {
    return this.#keys.get(nameOf({ kind, name })) ?? [];
  }

  all(): readonly RegisteredKey[] {
    return [...this.#keys.values()].flat();
  }

  /** Looks now, if the last look was a second ago or longer: for whoever meets what a newer key made. */
  async lookAgain(): Promise<void> {
    if (performance.now() - this.#lookedAt >= lookEveryMs) await this.look();
  }

  async look(): Promise<void> {
    this.#lookedAt = performance.now();
    this.#looks += 1;
    const look = this.#looks;
    const keys = await this.#parts.register.list();
    await this.#clear(keys.filter(({ state }) => state === 'destroyed'));
    for (const key of keys.filter(({ state }) => state !== 'destroyed')) await this.#compare(key);
    // Who looked later knows better, also when they were answered earlier.
    if (look < this.#latestLook) return;
    this.#latestLook = look;
    this.#keys = Map.groupBy(keys, nameOf);
  }

  /** @throws KoppelError `resource.changed` while the last new version is not in force yet. */
  async rotate({ kind, name, isCompromised, tell }: Rotation): Promise<RegisteredKey> {
    await this.look();
    const previous = await this.active(kind, name);
    const [newest = previous] = this.versions(kind, name);
    if (newest.state === 'coming') throw new KoppelError('resource.changed', 'A new key is on its way already');
    const key = await this.custody.create({ kind, name, version: newest.version + 1 });
    await tell({ key, previous });
    const inMs = this.#parts.announcedForMs ?? announcedForMs;
    if (!(await this.#parts.register.add({ key, inMs, isLogged: true })))
      throw new KoppelError('resource.changed', 'Somebody else rotated this key');
    await this.#retire(previous, { isCompromised, afterMs: inMs });
    await this.look();
    return this.#get(key);
  }

  /** Destroys a version, on every node within a second. */
  async destroy(id: KeyId): Promise<void> {
    await this.#parts.register.endIn(0, id);
    await this.look();
  }

  /** Tells the ledger of keys that took the place of lost ones. */
  async tellOfReplacements(tell: Rotation['tell']): Promise<void> {
    for (const key of this.all().filter(({ isLogged }) => !isLogged)) {
      const { fingerprint } = key;
      if (fingerprint === null) continue;
      const previous = this.versions(key.kind, key.name).find(({ version }) => version < key.version);
      await tell({ key: { ...key, fingerprint }, previous });
      await this.#parts.register.markLogged(key);
    }
  }

  async #retire(previous: RegisteredKey, change: { isCompromised: boolean; afterMs: number }): Promise<void> {
    const { servesForMs, isPair, endsWhenCompromised } = keyRules[previous.kind];
    const { register } = this.#parts;
    // By then every node has looked, and uses the next one.
    const inUseByAllMs = change.afterMs + 2 * lookEveryMs;
    if (change.isCompromised && endsWhenCompromised) await register.endIn(inUseByAllMs, previous);
    else if (servesForMs !== null) await register.endIn(change.afterMs + servesForMs, previous);
    if (!isPair) return;
    const older = this.usable(previous.kind, previous.name).filter(({ version }) => version < previous.version);
    for (const key of older) await register.endIn(0, key);
  }

  async #make({ kind, name }: Name): Promise<void> {
    await this.look();
    if (this.#active({ kind, name })) return;
    const [newest] = this.versions(kind, name);
    const version = (newest?.version ?? 0) + 1;
    const key = await this.custody.create({ kind, name, version });
    await this.#parts.register.add({ key, inMs: 0, isLogged: newest === undefined });
    await this.look();
  }

  /** Once per key: whether this node has the key that the register means. */
  async #compare(key: RegisteredKey): Promise<void> {
    if (this.#compared.has(keyText(key))) return;
    const kept = await this.custody.find(key).catch(() => undefined);
    if (kept?.fingerprint === key.fingerprint) this.#compared.add(keyText(key));
    else this.#parts.log.error({ key: keyText(key) }, 'a key of the hub is absent or another on this node');
  }

  #same(key: RegisteredKey): RegisteredKey {
    if (this.#compared.has(keyText(key))) return key;
    throw new KoppelError(
      'config.invalid',
      `The key ${keyText(key)} is not on this node: all nodes use one folder of keys`,
    );
  }

  /** Removes what is left of keys that have ended. */
  async #clear(destroyed: readonly RegisteredKey[]): Promise<void> {
    for (const key of destroyed) {
      const known = this.versions(key.kind, key.name).find(({ version }) => version === key.version);
      if (known?.state !== 'destroyed') await this.custody.destroy(key);
    }
  }

  #active({ kind, name }: Name): RegisteredKey | undefined {
    return this.versions(kind, name).find(({ state }) => state === 'active');
  }

  #get({ kind, name, version }: KeyId): RegisteredKey {
    const key = this.versions(kind, name).find((each) => each.version === version);
    if (!key)
      throw new KoppelError('hub.failed', `The key ${nameOf({ kind, name })}.${version} is not in the register`);
    return key;
  }
}
