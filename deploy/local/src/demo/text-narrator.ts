import type { ExportReport } from '@koppel/ledger';
import type { DemoAnswer } from './ask.ts';
import type { EntryProof } from './check-ledger.ts';
import type { Narrator, Scene } from './narrator.ts';

export type Paint = (style: 'red' | 'green' | 'yellow' | 'bold' | 'dim', words: string) => string;

const width = 100;

/** Tells the demonstration in lines of text for somebody who has never seen it. */
export class TextNarrator implements Narrator {
  readonly #write: (line: string) => void;
  readonly #paint: Paint;
  #scenes = 0;

  constructor(write: (line: string) => void, paint: Paint) {
    this.#write = write;
    this.#paint = paint;
  }

  chapter(title: string): void {
    this.#write('');
    this.#write(this.#paint('bold', `── ${title} ${'─'.repeat(Math.max(0, width - title.length - 4))}`));
  }

  scene({ title, why }: Scene): void {
    this.#scenes += 1;
    this.#write('');
    this.#write(this.#paint('bold', `${this.#scenes}. ${title}`));
    this.#line('why', why);
  }

  outcome({ exchange }: DemoAnswer, content: unknown): void {
    const { outcome, code, released, withheld, ledgerIndex, durationMs } = exchange;
    if (code === null) {
      this.#line('came', this.#paint('green', shorten(JSON.stringify(content))));
      this.#line('released', released.join(', ') || 'nothing: the source holds nothing about this');
      this.#line('withheld', withheld.join(', ') || 'nothing');
    } else this.#line(outcome, this.#paint(outcome === 'refused' ? 'yellow' : 'red', code));
    const entry = ledgerIndex === null ? 'not in the ledger' : `ledger entry ${ledgerIndex}`;
    this.#line('logged', `${entry}, ${durationMs} ms`);
  }

  remark(words: string): void {
    this.#line('', this.#paint('dim', words));
  }

  proof({ index, size, steps, isIncluded }: EntryProof): void {
    const holds = isIncluded ? this.#paint('green', 'holds') : this.#paint('red', 'does not hold');
    this.#line('proof', `entry ${index} is in the signed ledger of ${size} entries: ${holds}, ${steps} hashes`);
  }

  ledger({ isGood, faults, summary }: ExportReport): void {
    const verdict = isGood ? this.#paint('green', 'verified') : this.#paint('red', `${faults} faults`);
    const what = summary ? `${summary.entries} entries, ${summary.checkpoints} signed checkpoints` : 'nothing';
    this.#line('export', `${what}: ${verdict}`);
    if (summary) this.#line('root', summary.root);
  }

  #line(label: string, words: string): void {
    this.#write(`   ${this.#paint('dim', label.padEnd(9))} ${words}`);
  }
}

const shorten = (text: string): string => (text.length > 2 * width ? `${text.slice(0, 2 * width)}…` : text);
