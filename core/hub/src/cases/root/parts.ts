import type { GuardName, ReferenceModel, Transition } from '@koppel/process';
import type { PartsKnown } from '../../platform/process/acting.ts';
import type { ProcessDesk } from '../../platform/process/process-desk.ts';
import type { JsonObject, StreamKind } from '../../platform/process/process-event.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import { everyPart } from '../../platform/process/part-limit.ts';
import { interventionFacts } from '../../platform/process/part-facts.ts';
import { consultedIn, type Consulted } from '../consultation/consulted.ts';

type PartKind = Extract<StreamKind, 'signal' | 'task' | 'intervention' | 'consultation'>;

/** Which parts of a case a guard looks at; the others look at the case itself. */
const partsSeen: Readonly<Partial<Record<GuardName, PartKind>>> = {
  'signals-in': 'signal',
  'tasks-in': 'task',
  'interventions-in': 'intervention',
  'interventions-have-results': 'intervention',
  'disciplines-combined': 'intervention',
  consulted: 'consultation',
};

/** Parts of a signal or case, of those kinds that decide about some transitions. */
export class Parts {
  readonly #root: ProcessRecord;
  readonly #records: readonly ProcessRecord[];

  private constructor(root: ProcessRecord, records: readonly ProcessRecord[]) {
    this.#root = root;
    this.#records = records;
  }

  static async read(desk: ProcessDesk, root: ProcessRecord, transitions: readonly Transition[]): Promise<Parts> {
    const kinds = new Set(transitions.flatMap(({ guards }) => guards.flatMap(({ rule }) => partsSeen[rule] ?? [])));
    if (kinds.size === 0) return new Parts(root, []);
    const signals = kinds.has('signal') ? ((root.content?.['signals'] ?? []) as readonly string[]) : [];
    const records = await desk.listWithin([root.collaboration], {
      where: '(s.root = $1 AND s.id <> $1 AND s.kind = ANY($2)) OR s.id = ANY($3)',
      parameters: [root.id, [...kinds], signals],
      orderBy: 's.opened_at, s.id',
      limit: everyPart + signals.length,
    });
    return new Parts(root, records);
  }

  /** What a decision rests on: nothing happens when one of them has changed meanwhile. */
  get relyingOn(): readonly { readonly id: string; readonly version: number }[] {
    return this.#records.map(({ id, version }) => ({ id, version }));
  }

  known(model: ReferenceModel): PartsKnown {
    const { content } = this.#root;
    return {
      subjects: listIn(content, 'subjects').length,
      signals: this.#of('signal').map(({ state }) => ({ state })),
      tasks: this.#of('task').map(({ state }) => ({ state })),
      interventions: this.#of('intervention').map((record) => interventionFacts(model, record)),
      lessons: lessonsIn(content),
    };
  }

  /** Who was consulted in a step; asked only where a guard looks at it. */
  consulted(step: string | undefined, now: number): Consulted {
    return consultedIn(this.#root, this.#of('consultation'), { step: step ?? '', now });
  }

  #of(kind: PartKind): readonly ProcessRecord[] {
    return this.#records.filter((record) => record.kind === kind);
  }
}

const listIn = (content: JsonObject | null | undefined, name: string) =>
  (content?.[name] ?? []) as readonly JsonObject[];

const lessonsIn = (content: JsonObject | null): number =>
  listIn(content, 'decisions').flatMap(({ input }) => listIn(input as JsonObject | undefined, 'lessons')).length;
