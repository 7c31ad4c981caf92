import type { PlantedBug } from './planted-bug.ts';

const fileOf = (name: string): string => `hub/src/ledger/${name}.ts`;

/** Faults in the ledger, each of which breaks a promise of the house. */
export const ledgerBugs: readonly PlantedBug[] = [
  {
    name: 'the edge of the log moves before the batch is written',
    file: fileOf('ledger-appender'),
    text: `const step = await this.#step(this.#edge, entries);`,
    instead: `const step = await this.#step(this.#edge, entries); this.#edge = step.next;`,
  },
  {
    name: 'what another node wrote is left out of the tree',
    file: fileOf('ledger-appender'),
    text: `missed === 0 ? []`,
    instead: `missed >= 0 ? []`,
  },
  {
    name: 'a log that cannot be written counts as a fault of the hub',
    file: fileOf('ledger-appender'),
    text: `throw new KoppelError('ledger.unavailable', undefined, { cause, details: { retryAfterMs: 1000 } });`,
    instead: `throw new KoppelError('hub.failed', undefined, { cause });`,
  },
  {
    name: 'a batch that lost the race counts as written',
    file: fileOf('ledger-appender'),
    text: `return (await this.#parts.store.append(step.batch)) ? this.#advance(step) : undefined;`,
    instead: `await this.#parts.store.append(step.batch); return this.#advance(step);`,
  },
  {
    name: 'under the lock the old edge is used',
    file: fileOf('ledger-appender'),
    text: `await this.#step(await this.#catchUp(head), entries)`,
    instead: `await this.#step({ ...(this.#edge ?? (await this.#load(head))), head }, entries)`,
  },
  {
    name: 'everybody in a batch gets the index of the first',
    file: fileOf('group-commit'),
    text: `        index += own.length;`,
    instead: `        index += 0 * own.length;`,
  },
  {
    name: 'a failed batch counts as committed',
    file: fileOf('group-commit'),
    text: `for (const { reject } of batch) reject(error);`,
    instead: `for (const { items: own, resolve } of batch) resolve(error ? own.map(() => 0) : []);`,
  },
  {
    name: 'after a failed batch nobody commits any more',
    file: fileOf('group-commit'),
    text: `    while (this.#waiting.length > 0) await this.#commitBatch(this.#takeBatch());
    this.#isCommitting = false;`,
    instead: `    while (this.#waiting.length > 0) await this.#commitBatch(this.#takeBatch());
    this.#isCommitting = this.#waitingItems === 0;`,
  },
  {
    name: 'places that were waited for are never given back',
    file: fileOf('group-commit'),
    text: `this.#waitingItems -= entries;`,
    instead: `this.#waitingItems -= entries - 1;`,
  },
  {
    name: 'identifiers of persons are logged as they are',
    file: fileOf('entry-maker'),
    text: `const pseudonyms = subjects && unique(`,
    instead: `if (subjects?.[0] && draft.actor) draft = { ...draft, actor: { ...draft.actor, id: \`emp-\${subjects[0].value}\` } };
    const pseudonyms = subjects && unique(`,
  },
  {
    name: 'time in the log does not go forward',
    file: fileOf('ledger-appender'),
    text: `const lastAt = Math.max(head.lastAt, now);`,
    instead: `const lastAt = Math.min(head.lastAt || Infinity, now);`,
  },
  {
    name: 'a checkpoint is signed over fewer entries than it names',
    file: fileOf('ledger'),
    text: `root: await this.#tree.root(size) };`,
    instead: `root: await this.#tree.root(Math.max(size - 1, 0)) };`,
  },
  {
    name: 'nobody who waits hears of a failed batch',
    file: fileOf('group-commit'),
    text: `for (const { reject } of batch) reject(error);`,
    instead: `void error;`,
  },
  {
    name: 'a question is written however long it waited',
    file: fileOf('entry-maker'),
    text: `checkTime(entry, atMs);
    const bytes`,
    instead: `if (atMs < 0) checkTime(entry, atMs);
    const bytes`,
  },
];
