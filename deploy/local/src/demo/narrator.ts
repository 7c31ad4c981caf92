import type { DemoAnswer } from './ask.ts';
import type { EntryProof } from './check-ledger.ts';
import type { ExportReport } from '@koppel/ledger';

/** One scene as it is told beforehand: who asks whom what, and why that is allowed or not. */
export interface Scene {
  readonly title: string;
  readonly why: string;
}

/** Tells the demonstration while it happens. */
export interface Narrator {
  chapter(title: string): void;
  scene(scene: Scene): void;
  /** What came of a question; `content` is what to show of it. */
  outcome(answer: DemoAnswer, content: unknown): void;
  remark(words: string): void;
  proof(proof: EntryProof): void;
  ledger(report: ExportReport): void;
}

/** For a run that only counts. */
export const silentNarrator: Narrator = {
  chapter: () => undefined,
  scene: () => undefined,
  outcome: () => undefined,
  remark: () => undefined,
  proof: () => undefined,
  ledger: () => undefined,
};
