import type { Transaction } from '../../platform/data-source.ts';
import type { KeyKind } from '../../platform/keys/key-custody.ts';
import type { KeyRing } from '../../platform/keys/key-ring.ts';
import type { RegisteredKey } from '../../platform/keys/key-register.ts';
import { unwrapCaseKey, wrapCaseKey } from '../../platform/process/case-keys.store.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import { ProcessStore } from '../../platform/process/process.store.ts';
import { soughtTexts } from '../search/search-tokens.ts';
import { RenewalStore, type MadeUnder } from './renewal.store.ts';

interface RenewalParts {
  readonly tools: ProcessTools;
  readonly ring: KeyRing;
  /** By then no transaction is under way any more that began with the former key alone. */
  readonly graceMs?: number;
  /** How many signals and cases are listed at a time. */
  readonly rootsPerPage?: number;
}

const graceMs = 60_000;
const rootsPerPage = 100;
const batch = { keys: 500, tokens: 10_000 } as const;
const lowestId = '00000000-0000-0000-0000-000000000000';

/**
 * Makes anew, while the hub runs, what was made under a former key of a collaboration, and then destroys that key: the
 * keys of cases are wrapped again, and everything that can be searched is written under the new key.
 */
export class KeyRenewal {
  readonly #parts: RenewalParts;
  readonly #store = new RenewalStore();
  readonly #streams: ProcessStore;
  /** Search keys under which everything was written, as far as this node knows. */
  readonly #complete = new Set<string>();

  constructor(parts: RenewalParts) {
    this.#parts = parts;
    this.#streams = new ProcessStore(parts.tools.keys);
  }

  /** Answers how many keys and roots were made anew. */
  async run(): Promise<number> {
    let renewed = 0;
    for (const key of this.#former('case')) renewed += await this.#rewrap(key);
    for (const key of this.#former('search')) renewed += await this.#reindex(key);
    return renewed;
  }

  /** Everything that another version took the place of. */
  #former(kind: KeyKind): readonly RegisteredKey[] {
    const { ring } = this.#parts;
    return ring.all().filter((key) => {
      const active = ring.versions(kind, key.name).find(({ state }) => state === 'active');
      return key.kind === kind && active !== undefined && key.version < active.version;
    });
  }

  async #rewrap(key: RegisteredKey): Promise<number> {
    if (key.state === 'destroyed') return 0;
    const made = madeUnder(key);
    let renewed = 0;
    for (let count = -1; count !== 0; renewed += count) count = await this.#rewrapSome(made);
    const isLeft = await this.#within(made, (manager) => this.#store.hasWrapped(manager, made));
    if (!isLeft && this.#isOver(key)) await this.#parts.ring.destroy(key);
    return renewed;
  }

  #rewrapSome(made: MadeUnder): Promise<number> {
    const { ring } = this.#parts;
    const { collaboration } = made;
    return this.#within(made, async (manager) => {
      const taken = await this.#store.takeWrapped(manager, made, batch.keys);
      const wrapped = await Promise.all(
        taken.map(async (row) => {
          const bytes = await unwrapCaseKey(ring, { ...row, collaboration });
          return { root: row.root, wrapped: await wrapCaseKey(ring, { root: row.root, collaboration, bytes }) };
        }),
      );
      if (wrapped.length > 0) await this.#store.putWrapped(manager, wrapped);
      return wrapped.length;
    });
  }

  /** The former key goes first, and what it made a round later: by then every node looks things up under the new one. */
  async #reindex(key: RegisteredKey): Promise<number> {
    const made = madeUnder(key);
    if (!this.#isOver(key)) return 0;
    const isDone =
      key.state === 'destroyed' && !(await this.#within(made, (manager) => this.#store.hasTokens(manager, made)));
    if (isDone) return 0;
    const renewed = await this.#complement(made.collaboration);
    if (key.state === 'destroyed') await this.#removeTokens(made);
    else await this.#parts.ring.destroy(key);
    return renewed;
  }

  /** Writes everything of a collaboration under the key in force, once. */
  async #complement(collaboration: string): Promise<number> {
    const { version } = await this.#parts.ring.active('search', collaboration);
    const name = `${collaboration}.${version}`;
    if (this.#complete.has(name)) return 0;
    const under = { collaboration, version };
    let renewed = 0;
    for (let after: string | undefined = lowestId; after !== undefined; ) {
      const roots: readonly string[] = await this.#indexSome(under, after);
      renewed += roots.length;
      after = roots.at(-1);
    }
    this.#complete.add(name);
    return renewed;
  }

  async #indexSome(under: MadeUnder, after: string): Promise<readonly string[]> {
    const limit = this.#parts.rootsPerPage ?? rootsPerPage;
    const roots = await this.#within(under, (manager) => this.#store.listRoots(manager, after, limit));
    for (const root of roots) await this.#indexRoot(under, root);
    return roots;
  }

  #indexRoot(under: MadeUnder, root: string): Promise<void> {
    return this.#within(under, async (manager) => {
      await this.#store.lock(manager, root);
      const record = await this.#streams.find(manager, root);
      if (!record || record.content === null) return;
      const { version, collaboration } = under;
      const texts = soughtTexts(record.content);
      const tokens = await this.#parts.tools.hashes.under(version, collaboration, texts);
      await this.#streams.addTokens(manager, { root, collaboration, tokens });
    });
  }

  async #removeTokens(made: MadeUnder): Promise<void> {
    for (let count = -1; count !== 0; )
      count = await this.#within(made, (manager) => this.#store.removeTokens(manager, made, batch.tokens));
  }

  #isOver({ retiredForMs }: RegisteredKey): boolean {
    return (retiredForMs ?? 0) >= (this.#parts.graceMs ?? graceMs);
  }

  #within<Result>({ collaboration }: MadeUnder, work: (manager: Transaction) => Promise<Result>): Promise<Result> {
    return this.#parts.tools.desk.within([collaboration], work);
  }
}

const madeUnder = ({ name, version }: RegisteredKey): MadeUnder => ({ collaboration: name, version });
