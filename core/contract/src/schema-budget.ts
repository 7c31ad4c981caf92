import { RE2JS } from 're2js';
import { isPlainPattern } from './plain-pattern.ts';

/** What one manifest may cost the hub that compiles and runs its schemas. */
const bounds = {
  nodes: 3000,
  /** Instructions of one compiled pattern, and of all distinct patterns together. */
  program: 1000,
  programs: 20_000,
  /** Instructions times characters of text, for patterns that RE2 runs: some seconds at the very worst. */
  patternWork: 50_000_000,
  /** No reply holds more text than this (`max_payload` of the link). */
  text: 2_000_000,
} as const;

/** Counts what the schemas of one manifest cost together; once it is spent, nothing more is compiled. */
export class SchemaBudget {
  #nodes = 0;
  #instructions = 0;
  readonly #programs = new Map<string, number | undefined>();

  /** False once there are too many nodes. */
  takeNode(): boolean {
    this.#nodes += 1;
    return this.#nodes <= bounds.nodes;
  }

  /** What is wrong with a pattern that runs over at most so many characters in one message; nothing when it is undefined. */
  faultOfPattern(pattern: string, characters: number): string | undefined {
    const instructions = this.#programSizeOf(pattern);
    if (instructions === undefined) return 'has a pattern that does not run in linear time';
    if (instructions > bounds.program) return 'has a pattern that is too large';
    const work = isPlainPattern(pattern) ? 0 : instructions * Math.min(characters, bounds.text);
    return work > bounds.patternWork
      ? 'lets a large pattern run over too much text: lower "maxLength" or "maxItems"'
      : undefined;
  }

  #programSizeOf(pattern: string): number | undefined {
    if (this.#instructions > bounds.programs) return Number.POSITIVE_INFINITY;
    if (!this.#programs.has(pattern)) {
      const size = programSizeOf(pattern);
      this.#programs.set(pattern, size);
      this.#instructions += size ?? 0;
    }
    return this.#programs.get(pattern);
  }
}

/** Instructions of the compiled pattern; undefined when it needs backtracking or is no pattern. */
function programSizeOf(pattern: string): number | undefined {
  try {
    return RE2JS.compile(pattern).programSize();
  } catch {
    return undefined;
  }
}
