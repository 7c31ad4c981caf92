import { KoppelError, type Validator } from '@koppel/contract';
import { Type, type Static, type TSchema } from 'typebox';

const closed = { additionalProperties: false } as const;

export const defaultPageSize = 50;

const Cursor = Type.String({ pattern: '^[A-Za-z0-9_-]+$', minLength: 1, maxLength: 400 });

/** The query of a list; a route adds its filters with `Type.Object({ ...PageQuery.properties, … })`. */
export const PageQuery = Type.Object(
  { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })), after: Type.Optional(Cursor) },
  closed,
);
export type PageQuery = Static<typeof PageQuery>;

/** Part of a list; without `next` it is the last. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** The schema of a page of these items. */
export const pageOfSchema = <Item extends TSchema>(item: Item) =>
  Type.Object({ items: Type.Array(item), next: Type.Optional(Cursor) }, closed);

/** Where a page ended, as one opaque word; it stands in URLs, so it holds ids and times only. */
export const encodeCursor = (position: object): string => Buffer.from(JSON.stringify(position)).toString('base64url');

/**
 * The position in a cursor, when the validator of the list's positions takes it.
 *
 * @throws KoppelError `request.invalid` for anything that no page of this list ended with.
 */
export function decodeCursor<Position>(cursor: string, positions: Validator): Position {
  const position = parse(Buffer.from(cursor, 'base64url').toString());
  if (positions.isValid(position)) return position as Position;
  const faults = [{ path: '/query/after', message: 'must be the "next" of an earlier page of this list' }];
  throw new KoppelError('request.invalid', undefined, { details: { faults } });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The page in rows of which `limit + 1` were asked for: the one too many says that there is a next page. */
export function pageOf<Item>(rows: readonly Item[], limit: number, positionOf: (item: Item) => object): Page<Item> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last !== undefined ? { items, next: encodeCursor(positionOf(last)) } : { items };
}
