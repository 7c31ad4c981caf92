import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { evaluate, isTrue, type Scope } from './expression.ts';
import { parseTemplate, type Block, type Node } from './parse.ts';

/** What a cluster would be told: an object with at least its kind and its name. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly [member: string]: unknown;
}

type Values = { readonly [name: string]: unknown };

/** Renders the templates of a chart with values over its own, as `helm template` does. @throws at anything that is not understood. */
export async function renderChart(folder: string, values: Values): Promise<Manifest[]> {
  const templates = join(folder, 'templates');
  const sources = new Map<string, string>();
  for (const name of (await readdir(templates)).toSorted()) {
    sources.set(name, await readFile(join(templates, name), 'utf8'));
  }
  const context = {
    Values: merge(await readValues(folder), values),
    Release: { Name: 'koppel', Namespace: 'koppel' },
    Files: { Get: await readFiles(join(folder, 'files')) },
  };
  return new Renderer(sources).render(context);
}

export async function readValues(folder: string): Promise<Values> {
  return parse(await readFile(join(folder, 'values.yaml'), 'utf8')) as Values;
}

async function readFiles(folder: string): Promise<(name: unknown) => string> {
  const texts = new Map<string, string>();
  for (const name of await readdir(folder)) texts.set(`files/${name}`, await readFile(join(folder, name), 'utf8'));
  return (name) => texts.get(String(name)) ?? '';
}

const isTree = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function merge(under: Values, over: Values): Values {
  const merged: Record<string, unknown> = { ...under };
  for (const [name, value] of Object.entries(over)) {
    const below = merged[name];
    merged[name] = isTree(below) && isTree(value) ? merge(below, value) : value;
  }
  return merged;
}

class Renderer {
  readonly #defined = new Map<string, readonly Node[]>();
  readonly #pages: (readonly Node[])[] = [];

  constructor(sources: ReadonlyMap<string, string>) {
    for (const [name, source] of sources) {
      const nodes = parseTemplate(source);
      for (const node of nodes) if (node.kind === 'define') this.#defined.set(evaluateName(node), node.body);
      if (name.endsWith('.yaml')) this.#pages.push(nodes);
    }
  }

  render(context: object): Manifest[] {
    return this.#pages.flatMap((page) => documentsOf(this.#text(page, this.#scope(context))));
  }

  #scope(dot: unknown): Scope {
    return { dot, variables: { $: dot }, include: (name, context) => this.#include(name, context) };
  }

  #include(name: string, context: unknown): string {
    const body = this.#defined.get(name);
    if (!body) throw new Error(`No template is called ${name}`);
    return this.#text(body, this.#scope(context));
  }

  #text(nodes: readonly Node[], scope: Scope): string {
    return nodes.map((node) => this.#one(node, scope)).join('');
  }

  #one(node: Node, scope: Scope): string {
    if (node.kind === 'text') return node.text;
    if (node.kind === 'define') return '';
    if (node.kind === 'show') return shown(evaluate(node.expression, scope), node.expression);
    if (node.kind === 'range') return this.#range(node, scope);
    const value = evaluate(node.expression, scope);
    if (!isTrue(value)) return this.#text(node.otherwise, scope);
    return this.#text(node.body, node.kind === 'with' ? { ...scope, dot: value } : scope);
  }

  #range({ expression, body, otherwise }: Block, scope: Scope): string {
    const [, key, item, list = expression] = /^(\$\w+), (\$\w+) := (.+)$/.exec(expression) ?? [];
    // Go goes through a map in the order of its keys.
    const entries = Object.entries(evaluate(list, scope) ?? {}).toSorted(([one], [other]) => (one < other ? -1 : 1));
    if (entries.length === 0) return this.#text(otherwise, scope);
    return entries
      .map(([name, dot]) => {
        const named = key === undefined || item === undefined ? {} : { [key]: name, [item]: dot };
        return this.#text(body, { ...scope, dot, variables: { ...scope.variables, ...named } });
      })
      .join('');
  }
}

const evaluateName = ({ expression }: Block): string => JSON.parse(expression) as string;

function shown(value: unknown, expression: string): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`Nothing that could be written: ${expression}`);
}

function documentsOf(text: string): Manifest[] {
  const documents = parseAllDocuments(text);
  if ('empty' in documents) return [];
  return documents.flatMap((document) => {
    if (document.errors.length > 0) throw new Error(document.errors.map(({ message }) => message).join('\n'));
    const manifest = document.toJS() as Manifest | null;
    return manifest === null ? [] : [manifest];
  });
}
