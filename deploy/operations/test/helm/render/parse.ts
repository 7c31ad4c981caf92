/**
 * Reads templates as Helm does, for the part of the language that our chart uses: text, `if`, `else`, `with`, `range`,
 * `define` and expressions. Anything else is an error, so that the chart stays within what is checked.
 */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'show'; readonly expression: string }
  | Block;

export interface Block {
  readonly kind: 'if' | 'with' | 'range' | 'define';
  readonly expression: string;
  readonly body: readonly Node[];
  readonly otherwise: readonly Node[];
}

type Token = { readonly text: string } | { readonly action: string };

/** Splits into text and actions; `{{-` and `-}}` take the white space beside them away. */
function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  const action = /\{\{(- )?\s*(\/\*[\s\S]*?\*\/|[\s\S]*?)\s*( ?-)?\}\}/g;
  let from = 0;
  let isTrimmed = false;
  for (const match of source.matchAll(action)) {
    const [whole, before, words = '', after] = match;
    const text = source.slice(from, match.index);
    const left = isTrimmed ? text.trimStart() : text;
    tokens.push({ text: before ? left.trimEnd() : left });
    if (!words.startsWith('/*')) tokens.push({ action: words });
    isTrimmed = after !== undefined;
    from = match.index + whole.length;
  }
  const rest = source.slice(from);
  return [...tokens, { text: isTrimmed ? rest.trimStart() : rest }];
}

class Parser {
  readonly #tokens: Token[];

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  /** Up to one of the closing words, which is taken as well; without any, up to the end. */
  nodes(closing: readonly string[]): { readonly nodes: Node[]; readonly closedBy: string | undefined } {
    const nodes: Node[] = [];
    for (let token = this.#tokens.shift(); token; token = this.#tokens.shift()) {
      if ('text' in token) nodes.push({ kind: 'text', text: token.text });
      else if (closing.includes(token.action)) return { nodes, closedBy: token.action };
      else nodes.push(this.#action(token.action));
    }
    if (closing.length > 0) throw new Error(`A block is not closed by ${closing.join(' or ')}`);
    return { nodes, closedBy: undefined };
  }

  #action(action: string): Node {
    const [, kind, expression = ''] = /^(if|with|range|define)\s+([\s\S]+)$/.exec(action) ?? [];
    if (kind === undefined) {
      if (/^(end|else|block|template|break|continue)\b/.test(action)) throw new Error(`Not known here: ${action}`);
      return { kind: 'show', expression: action };
    }
    const { nodes: body, closedBy } = this.nodes(['else', 'end']);
    const otherwise = closedBy === 'else' ? this.nodes(['end']).nodes : [];
    return { kind: kind as Block['kind'], expression, body, otherwise };
  }
}

export function parseTemplate(source: string): Node[] {
  return new Parser(tokensOf(source)).nodes([]).nodes;
}
