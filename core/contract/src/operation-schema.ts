import { MARK } from './field.ts';
import { isForbiddenKey } from './json.ts';
import type { Fault } from './problem.ts';
import { SchemaBudget } from './schema-budget.ts';
import { nodeForms, type NodeForm } from './schema-node.ts';

const maxDepth = 8;
/** The compiler goes one level down for each property: at twice as many it runs out of stack. */
const maxNodes = 500;
const maxFaults = 50;

/**
 * Lists what is wrong with a schema that an adapter or an event brings along: schemas from elsewhere are code, so
 * only a small, bounded part of JSON Schema is let in, and what is let in compiles. Every leaf of a reply must carry
 * its mark. Schemas of one manifest share one budget.
 */
export function checkOperationSchema(
  schema: unknown,
  kind: 'request' | 'reply',
  budget: SchemaBudget = new SchemaBudget(),
): Fault[] {
  const walk = new SchemaWalk(kind === 'reply', budget);
  walk.visit(schema, { path: '', depth: 0, times: 1 });
  if (walk.faults.length === 0 && isObject(schema) && schema['type'] !== 'object') {
    walk.faults.push({ path: '/', message: 'must be an object schema' });
  }
  return walk.faults;
}

type Node = Readonly<Record<string, unknown>>;

/** Where the walk stands; `times` is how often this node can occur in one value. */
interface Place {
  readonly path: string;
  readonly depth: number;
  readonly times: number;
}

class SchemaWalk {
  readonly faults: Fault[] = [];
  readonly #needsMarks: boolean;
  readonly #budget: SchemaBudget;
  #nodes = 0;

  constructor(needsMarks: boolean, budget: SchemaBudget) {
    this.#needsMarks = needsMarks;
    this.#budget = budget;
  }

  visit(node: unknown, place: Place): void {
    if (this.faults.length >= maxFaults) return;
    if (!this.#hasRoom(place)) return;
    if (!isObject(node)) return this.#fault(place, 'must be a schema object');
    const form = nodeForms.get(node['type']);
    if (!form) return this.#fault(place, 'must name one type: object, array, string, integer, number or boolean');
    if (this.#hasForm(node, form, place)) this.#descend(node, place);
  }

  #hasRoom(place: Place): boolean {
    this.#nodes += 1;
    if (place.depth > maxDepth) this.#fault(place, `is deeper than ${maxDepth} levels`);
    else if (this.#nodes > maxNodes) this.#fault(place, `is beyond the ${maxNodes} nodes that a schema may have`);
    else if (!this.#budget.takeNode())
      this.#fault(place, 'is beyond the nodes that the schemas of a manifest may have');
    else return true;
    return false;
  }

  #hasForm(node: Node, form: NodeForm, place: Place): boolean {
    for (const keyword of Object.keys(node)) {
      if (!form.keywords.has(keyword)) this.#fault(place, `may not use "${keyword.slice(0, 40)}"`);
    }
    const faults = form.values.faultsOf(node);
    for (const { path, message } of faults)
      this.#fault({ ...place, path: path === '/' ? place.path : place.path + path }, message);
    return faults.length === 0;
  }

  #descend(node: Node, place: Place): void {
    if (node['type'] === 'object') this.#object(node, place);
    else if (node['type'] === 'array') this.#array(node, place);
    else this.#leaf(node, place);
  }

  #object(node: Node, place: Place): void {
    if (node['additionalProperties'] !== false) this.#fault(place, 'must be closed with "additionalProperties": false');
    const properties = node['properties'] as Node;
    for (const [name, child] of Object.entries(properties)) {
      if (!/^[A-Za-z][A-Za-z0-9]{0,63}$/.test(name) || isForbiddenKey(name)) {
        this.#fault(place, 'names a property that is not letters and digits, or is reserved');
      }
      this.visit(child, { ...place, path: `${place.path}/properties/${name.slice(0, 64)}`, depth: place.depth + 1 });
    }
    const required = (node['required'] ?? []) as string[];
    if (required.some((name) => !Object.hasOwn(properties, name)))
      this.#fault(place, 'requires a property that it does not list');
  }

  #array(node: Node, place: Place): void {
    const maxItems = node['maxItems'];
    if (typeof maxItems !== 'number') return this.#fault(place, 'must bound its items with "maxItems"');
    // Comparing objects costs the square of their number, and two elements can become alike in a view.
    if (node['uniqueItems'] === true && !isLeaf(node['items']))
      this.#fault(place, 'may use "uniqueItems" for plain values only');
    this.visit(node['items'], { path: `${place.path}/items`, depth: place.depth + 1, times: place.times * maxItems });
  }

  #leaf(node: Node, place: Place): void {
    if (node['type'] === 'string') this.#string(node, place);
    if (this.#needsMarks && !(MARK in node))
      this.#fault(place, `must carry "${MARK}" with category, subjectRole and secrecy`);
  }

  #string(node: Node, place: Place): void {
    const { maxLength, pattern } = node;
    const isBounded = typeof maxLength === 'number' || 'enum' in node || 'const' in node;
    if (!isBounded) this.#fault(place, 'must bound its length with "maxLength"');
    if (typeof pattern !== 'string') return;
    const characters = typeof maxLength === 'number' ? maxLength * place.times : Number.POSITIVE_INFINITY;
    const fault = this.#budget.faultOfPattern(pattern, characters);
    if (fault) this.#fault(place, fault);
  }

  #fault({ path }: Place, message: string): void {
    if (this.faults.length < maxFaults) this.faults.push({ path: path || '/', message });
  }
}

const isObject = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isLeaf = (node: unknown): boolean => isObject(node) && node['type'] !== 'object' && node['type'] !== 'array';
