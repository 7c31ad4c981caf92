import type { Fault } from '@koppel/contract';
import { CST, Lexer } from 'yaml';

/** What a model may cost the parser, which needs seconds for a text that is written to make it sweat. */
const limits = { tokens: 100_000, flowDepth: 16, indent: 100, sequencesPerLine: 4 } as const;

/** Where in a text something is, and what is wrong with it. */
export interface TextFault extends Pick<Fault, 'message'> {
  readonly offset: number;
}

/** Parts of YAML that a model has no use for and that each cost or hide something. */
const refused: Readonly<Record<string, string>> = {
  anchor: 'must not have an anchor (&): write it out',
  alias: 'must not have an alias (*): write it out',
  tag: 'must not have a tag (!): every value is what it looks like',
  'explicit-key-ind': 'must not have an explicit key (?)',
  'directive-line': 'must not have a directive (%)',
};

/** The first thing in a text that is not plain YAML of a bearable size; read by the lexer alone, in linear time, up to there. */
export function faultOfPlainYaml(text: string): TextFault | undefined {
  const walk = new TokenWalk();
  for (const source of new Lexer().lex(text)) {
    const message = walk.faultOf(source);
    if (message !== undefined) return { offset: walk.offset, message };
    walk.pass(source);
  }
  return undefined;
}

class TokenWalk {
  offset = 0;
  #tokens = 0;
  #flowDepth = 0;
  #sequences = 0;
  #isLineStart = true;

  faultOf(source: string): string | undefined {
    this.#tokens += 1;
    if (this.#tokens > limits.tokens) return 'has too many parts';
    const type = CST.tokenType(source) ?? '';
    this.#count(type);
    return this.#depthFault(type, source.length) ?? refused[type];
  }

  #depthFault(type: string, length: number): string | undefined {
    if (type === 'space' && this.#isLineStart && length > limits.indent) return 'is indented too deeply';
    if (this.#flowDepth < 0) return 'closes what was not opened';
    const isDeep = this.#flowDepth > limits.flowDepth || this.#sequences > limits.sequencesPerLine;
    return isDeep ? 'is nested too deeply' : undefined;
  }

  #count(type: string): void {
    if (type === 'flow-map-start' || type === 'flow-seq-start') this.#flowDepth += 1;
    if (type === 'flow-map-end' || type === 'flow-seq-end') this.#flowDepth -= 1;
    if (type === 'seq-item-ind') this.#sequences += 1;
    if (type === 'newline') this.#sequences = 0;
  }

  pass(source: string): void {
    const type = CST.tokenType(source);
    this.#isLineStart = type === 'newline';
    // Marks of the lexer's own stand nowhere in the text.
    if (type !== 'scalar' && type !== 'doc-mode' && type !== 'flow-error-end') this.offset += source.length;
  }
}
