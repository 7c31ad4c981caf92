import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homePaths, silentLog, startLocal, type HubClient, type LocalKoppel } from '@koppel/local';
import { enforceLeanModel } from './lean-model.ts';
import { runLoader } from './loading.ts';
import { peopleOf, type People } from './people.ts';
import { bodiesFor, copiesOf, foreignReporter } from './recipe.ts';
import { TemplateCases } from './template-cases.ts';

/** What was put into a home so far. */
interface Filling {
  readonly templates: readonly (readonly string[])[];
  readonly bodies: readonly { readonly id: string; readonly cases: number }[];
}

interface Body {
  readonly id: string;
  readonly collaboration: string;
  readonly [field: string]: unknown;
}

type Tell = (sentence: string) => void;

/** Koppel on this machine with the demonstration's organisations, people and model, and as many cases as it was filled with. */
export class CaseSite {
  readonly people: People;
  readonly operator: HubClient;
  readonly home: string;
  readonly #local: LocalKoppel;
  readonly #isTemporary: boolean;
  #filling: Filling;

  private constructor(
    local: LocalKoppel,
    { home, isTemporary, filling }: { home: string; isTemporary: boolean; filling: Filling },
  ) {
    this.#local = local;
    this.home = home;
    this.#isTemporary = isTemporary;
    this.#filling = filling;
    this.people = peopleOf(local);
    this.operator = local.clients.operator;
  }

  static async open(kept: string | undefined): Promise<CaseSite> {
    const home = kept ?? (await mkdtemp(join(tmpdir(), 'koppel-bench-')));
    const local = await startLocal({ home, port: 0, link: 'memory', log: silentLog, show: () => undefined });
    const isTemporary = kept === undefined;
    return new CaseSite(local, { home, isTemporary, filling: await readFilling(home) });
  }

  async close(): Promise<void> {
    await this.#local.stop();
    if (this.#isTemporary) await rm(this.home, { recursive: true, force: true });
  }

  get cases(): number {
    return this.#filling.bodies.reduce((sum, { cases }) => sum + cases, 0);
  }

  get bodies(): readonly string[] {
    return this.#filling.bodies.map(({ id }) => id);
  }

  /** Where the templates are. */
  get conference(): string {
    return this.#local.process.conference;
  }

  /** Brings the number of cases to this; answers ids of cases from anywhere, each of which was checked. */
  async grow(cases: number, sample: number, tell: Tell): Promise<readonly string[]> {
    const { conference } = this;
    const ground = await this.operator.get<Body>(`/v1/bodies/${conference}`);
    await this.#prepareTemplates(conference, tell);
    await this.#setUpBodies(ground, cases);
    tell(`Filling ${this.bodies.length} bodies with ${this.cases} cases`);
    const reporter = await this.#oinOf('municipality');
    const report = await runLoader(
      {
        config: join(homePaths(this.home).hub, 'config.json'),
        collaboration: ground.collaboration,
        from: { body: conference, reporter },
        templates: this.#filling.templates.map((roots) => ({ roots })),
        bodies: this.#filling.bodies.map(({ id, cases: count }, position) => ({
          id,
          reporter: foreignReporter(position) ?? reporter,
          copies: copiesOf(count),
        })),
        sample,
      },
      tell,
    );
    return report.sample;
  }

  async #prepareTemplates(body: string, tell: Tell): Promise<void> {
    if (this.#filling.templates.length > 0) return;
    tell('Working the first cases, over HTTP');
    const oins = {
      reporter: await this.#oinOf('municipality'),
      police: await this.#oinOf('police'),
      tax: await this.#oinOf('tax'),
      centre: await this.#oinOf('centre'),
    };
    const made = new TemplateCases({ people: this.people, body, oins });
    const open = [await made.triaged(), await made.draft(), await made.enriched()];
    await enforceLeanModel(this.people, this.#local.process.model);
    await this.#keep({ templates: [...open, await made.ended()] });
  }

  async #setUpBodies({ id: _id, active: _active, revision: _revision, ...draft }: Body, cases: number): Promise<void> {
    for (const count of bodiesFor(cases - this.cases)) {
      const { id } = await this.operator.post<{ id: string }>('/v1/bodies', draft);
      await this.#keep({ bodies: [...this.#filling.bodies, { id, cases: count }] });
    }
  }

  async #oinOf(organisation: 'municipality' | 'police' | 'tax' | 'centre'): Promise<string> {
    const { oin } = await this.#local.clients[organisation].get<{ oin: string }>('/v1/me');
    return oin;
  }

  async #keep(change: Partial<Filling>): Promise<void> {
    this.#filling = { ...this.#filling, ...change };
    await writeFile(fillingFile(this.home), JSON.stringify(this.#filling));
  }
}

const fillingFile = (home: string): string => join(home, 'bench-cases.json');

async function readFilling(home: string): Promise<Filling> {
  try {
    return JSON.parse(await readFile(fillingFile(home), 'utf8')) as Filling;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { templates: [], bodies: [] };
  }
}
