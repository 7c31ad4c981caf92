import type { SubjectId } from '@koppel/contract';
import type { KeyRing } from '../platform/keys/key-ring.ts';
import type { RegisteredKey } from '../platform/keys/key-register.ts';

const kind = 'pseudonym';

/** What is hashed of an identifier; without the key a bsn cannot be found by trying them all. */
const textOf = ({ kind: of, value }: SubjectId): string => `${of}:${value}`;

const nameOf = (collaboration: string, year: number): string => `${collaboration}.${year}`;
const yearOf = ({ name }: RegisteredKey): number => Number(name.slice(-4));

/**
 * Pseudonyms of persons and organisations: HMAC-SHA-256 over `kind:value`, under a key of one collaboration and calendar
 * year (UTC), made on demand. Destroying a year's keys makes its pseudonyms meaningless.
 */
export class Pseudonyms {
  readonly #ring: KeyRing;

  constructor(ring: KeyRing) {
    this.#ring = ring;
  }

  /** One for each subject, in their order. */
  async make(
    subjects: readonly SubjectId[],
    { collaboration, year }: { readonly collaboration: string; readonly year: number },
  ): Promise<readonly Buffer[]> {
    const key = await this.#ring.active(kind, nameOf(collaboration, year));
    return this.#ring.custody.mac(key, subjects.map(textOf));
  }

  /** Every pseudonym that somebody can have got from a year on, in any collaboration and under any version of its keys. */
  async listOf(subject: SubjectId, fromYear: number): Promise<readonly Buffer[]> {
    // A key that another node made a moment ago counts: whoever was asked about under it must be found.
    await this.#ring.look();
    const keys = this.#ring.all().filter((key) => key.kind === kind && key.state !== 'destroyed');
    const wanted = keys.filter((key) => yearOf(key) >= fromYear);
    const made = await Promise.all(wanted.map((key) => this.#ring.custody.mac(key, [textOf(subject)])));
    return made.flat();
  }
}
