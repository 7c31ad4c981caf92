import { v7 as uuidv7 } from 'uuid';
import type { RecordedEvent } from '../../src/platform/process/process.store.ts';

/** What differs from one copy to the next besides its ids. */
export interface Place {
  readonly body: string;
  readonly reporter: string;
  /** How much earlier everything happened, in milliseconds. */
  readonly earlierMs: number;
}

type Slot = (copy: { readonly ids: readonly string[]; readonly place: Place }) => string;

/**
 * Everything that happened in signals and cases that belong together, as a text with gaps: ids of streams and events,
 * instants, the body and the organisation that reported it. A copy fills the gaps, consistently and everywhere, also in
 * what people said.
 */
export class Template {
  readonly #parts: readonly (string | Slot)[];
  readonly #idCount: number;

  constructor(events: readonly RecordedEvent[], from: Pick<Place, 'body' | 'reporter'>) {
    const own = [...new Set(events.flatMap(({ id, stream }) => [id, stream]))];
    const slots = new Map<string, Slot>([
      ...own.map((id, position): [string, Slot] => [id, ({ ids }) => ids[position] ?? '']),
      [from.body, ({ place }) => place.body],
      [from.reporter, ({ place }) => place.reporter],
    ]);
    const gaps = new RegExp(`(${[...slots.keys(), instant].join('|')})`);
    this.#idCount = own.length;
    this.#parts = JSON.stringify(events)
      .split(gaps)
      .map((part, position) => (position % 2 === 0 ? part : (slots.get(part) ?? instantSlot(part))));
  }

  /** The events of one more copy, in the order of the template's; digests of contents are those of the template. */
  copy(place: Place): RecordedEvent[] {
    const copy = { ids: Array.from({ length: this.#idCount }, () => uuidv7()), place };
    const text = this.#parts.map((part) => (typeof part === 'string' ? part : part(copy))).join('');
    return JSON.parse(text) as RecordedEvent[];
  }
}

/** As the hub writes it; what a person wrote holds none. */
const instant = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z';

function instantSlot(text: string): Slot {
  const at = Date.parse(text);
  return ({ place }) => new Date(at - place.earlierMs).toISOString();
}
