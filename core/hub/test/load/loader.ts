import type { DataSource, EntityManager } from 'typeorm';
import { inCollaborations } from '../../src/platform/data-source.ts';
import type { CaseKeys } from '../../src/platform/process/case-keys.store.ts';
import { ProcessStore } from '../../src/platform/process/process.store.ts';
import { checkCase } from './check-copies.ts';
import { Copier, noRows, type Rows } from './copier.ts';
import type { BodyOrder, LoadOrder, TemplateOrder } from './load-order.ts';
import { insertRows, isLoaded, sampleCases } from './load.store.ts';
import { Template, type Place } from './template.ts';

const dayMs = 86_400_000;
/** Copies are as old as that, so that some deadlines are past and others to come, and no retention is over. */
const spreadDays = 50;
/** Enough for a statement to pay off, little enough to hold. */
const eventsPerStatement = 4000;

interface LoaderParts {
  readonly dataSource: DataSource;
  readonly keys: CaseKeys;
  readonly order: LoadOrder;
}

/** Fills bodies with copies of cases, each body in one transaction. */
export class Loader {
  readonly #parts: LoaderParts;
  readonly #store: ProcessStore;
  readonly #copier: Copier;

  constructor(parts: LoaderParts) {
    this.#parts = parts;
    this.#store = new ProcessStore(parts.keys);
    this.#copier = new Copier(parts.keys, parts.order.collaboration);
  }

  /** Told after each body how many are done. */
  async load(tell: (done: number) => void): Promise<void> {
    const { templates: wanted, bodies } = this.#parts.order;
    const templates = await this.#within(async (manager) => {
      const made: Template[] = [];
      for (const template of wanted) made.push(await this.#read(manager, template));
      return made;
    });
    for (const [position, body] of bodies.entries()) {
      await this.#within((manager) => this.#fill(manager, body, templates));
      tell(position + 1);
    }
  }

  /** Ids of cases from anywhere, each checked. */
  async sample(): Promise<string[]> {
    const ids = await this.#within((manager) => sampleCases(manager, this.#parts.order.sample));
    for (const id of ids) await this.#within((manager) => checkCase(this.#store, manager, id));
    return ids;
  }

  async #read(manager: EntityManager, { roots }: TemplateOrder): Promise<Template> {
    const events = [];
    for (const root of roots) events.push(...(await this.#store.events(manager, { by: 'root', id: root })));
    return new Template(events, this.#parts.order.from);
  }

  /** PostgreSQL writes one batch while the next is made. */
  async #fill(manager: EntityManager, body: BodyOrder, templates: readonly Template[]): Promise<void> {
    if (await isLoaded(manager, body.id)) return;
    let writing: Promise<void> = Promise.resolve();
    let rows = noRows();
    const write = async (): Promise<void> => {
      await writing;
      writing = this.#insert(manager, rows);
      // Whoever waits for it next is told.
      writing.catch(() => undefined);
      rows = noRows();
    };
    for (const [template, place] of placesIn(body, templates)) {
      await this.#copier.copy(template, place, rows);
      if (rows.events.length >= eventsPerStatement) await write();
    }
    await write();
    await writing;
  }

  #insert(manager: EntityManager, rows: Rows): Promise<void> {
    return insertRows(manager, this.#parts.order.collaboration, rows);
  }

  #within<Result>(work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    const { dataSource, order } = this.#parts;
    return inCollaborations(dataSource, [order.collaboration], work);
  }
}

/** Every copy of a body, at even distances over the days. */
function* placesIn(
  { id: body, reporter, copies }: BodyOrder,
  templates: readonly Template[],
): Generator<readonly [Template, Place]> {
  for (const [position, template] of templates.entries()) {
    const count = copies[position] ?? 0;
    for (let copy = 0; copy < count; copy += 1) {
      yield [template, { body, reporter, earlierMs: Math.floor((copy * spreadDays * dayMs) / count) }];
    }
  }
}
