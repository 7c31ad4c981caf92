import { canonicalDigest } from '@koppel/contract';
import { hasMember, isRecord } from '../check/schema-node.ts';
import type { ReferenceModel } from '../model.schema.ts';

/** One difference between two versions of a model, told by ids and not by positions. */
export interface ModelChange {
  readonly kind: 'added' | 'removed' | 'changed' | 'moved';
  /** The list or section that it belongs to, for example `machines.case.states` or `process.steps`. */
  readonly part: string;
  /** Where, for example `machines.case.states.draft.retention.days`. */
  readonly path: string;
  readonly from?: unknown;
  readonly to?: unknown;
}

/**
 * What differs from one model to another, in the order of the model's own parts. Empty exactly when both have the same
 * digest. Elements of lists are told apart by their id, so that inserting one is one change; `moved` gives both orders
 * of a list whose elements changed places.
 */
export function diffModels(from: ReferenceModel, to: ReferenceModel): ModelChange[] {
  return [...valueChanges({ part: '', path: '' }, from, to)];
}

/** SHA-256 over the canonical form: two models are the same one exactly when their digests are. */
export const modelDigest = (model: ReferenceModel): string => canonicalDigest(model);

interface Place {
  readonly part: string;
  readonly path: string;
}

function* valueChanges(place: Place, from: unknown, to: unknown): Generator<ModelChange> {
  if (isRecord(from) && isRecord(to)) {
    yield* recordChanges(place, from, to);
    return;
  }
  const pair = namedPair(from, to);
  if (pair !== undefined) yield* listChanges({ ...place, part: place.path }, pair);
  else if (!isSame(from, to)) yield { ...placed(place), kind: 'changed', from, to };
}

/** Most of a model are words: a digest of each would hold up the hub for as long as the reader waits. */
const isSame = (from: unknown, to: unknown): boolean =>
  from === to || (typeof from === 'object' && typeof to === 'object' && canonicalDigest(from) === canonicalDigest(to));

type Fields = Readonly<Record<string, unknown>>;

function* recordChanges(place: Place, from: Fields, to: Fields): Generator<ModelChange> {
  for (const name of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const inner = { part: place.part, path: place.path === '' ? name : `${place.path}.${name}` };
    if (!hasMember(to, name)) yield { ...placed(inner), kind: 'removed', from: from[name] };
    else if (!hasMember(from, name)) yield { ...placed(inner), kind: 'added', to: to[name] };
    else yield* valueChanges(inner, from[name], to[name]);
  }
}

/** Elements of both versions of a list, by the name that tells them apart. */
interface NamedPair {
  readonly from: ReadonlyMap<string, unknown>;
  readonly to: ReadonlyMap<string, unknown>;
}

function* listChanges(place: Place, { from, to }: NamedPair): Generator<ModelChange> {
  for (const name of new Set([...from.keys(), ...to.keys()])) {
    const inner = { part: place.part, path: `${place.path}.${name}` };
    if (!to.has(name)) yield { ...placed(inner), kind: 'removed', from: from.get(name) };
    else if (!from.has(name)) yield { ...placed(inner), kind: 'added', to: to.get(name) };
    else yield* valueChanges(inner, from.get(name), to.get(name));
  }
  const before = [...from.keys()].filter((name) => to.has(name));
  const after = [...to.keys()].filter((name) => from.has(name));
  if (before.join() !== after.join()) yield { ...placed(place), kind: 'moved', from: before, to: after };
}

/** What stands in no list belongs to the section at the top of the model. */
const placed = ({ part, path }: Place): Place => ({ part: part || (path.split('.')[0] ?? path), path });

const names = ['id', 'level', 'event', 'member'] as const;

/** Undefined for lists of plain words and of guards, which are compared as a whole. */
function namedPair(from: unknown, to: unknown): NamedPair | undefined {
  const [before, after] = [byName(from), byName(to)];
  return before && after && { from: before, to: after };
}

function byName(list: unknown): ReadonlyMap<string, unknown> | undefined {
  if (!Array.isArray(list)) return undefined;
  const named = list.map((element): [unknown, unknown] => {
    const key = isRecord(element) ? names.find((name) => hasMember(element, name)) : undefined;
    return [key === undefined ? undefined : element[key], element];
  });
  const map = new Map(named.filter((entry): entry is [string, unknown] => typeof entry[0] === 'string'));
  return map.size === list.length ? map : undefined;
}
