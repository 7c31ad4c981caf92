import { LocalisedText, Slug } from '@koppel/contract';
import { Type, type Static, type TSchema } from 'typebox';

export const closed = { additionalProperties: false } as const;

/** Lists of a model are bounded, so that a hostile document costs little to refuse. */
export const listOf = <Item extends TSchema>(item: Item, maxItems = 100, minItems = 0) =>
  Type.Array(item, { maxItems, minItems });

export const titled = { id: Slug, title: LocalisedText, description: Type.Optional(LocalisedText) } as const;

/** Something with a name of its own, a title that people read and, where it helps them, an explanation. */
export const Titled = Type.Object(titled, closed);
export type Titled = Static<typeof Titled>;

/** The three levels that the process connects: strategisch, beleidsmatig, operationeel. */
export const Level = Type.Enum(['operational', 'policy', 'strategic']);
export type Level = Static<typeof Level>;

/** The kinds of thing whose course a model describes. */
export const MachineName = Type.Enum(['signal', 'case', 'task', 'intervention']);
export type MachineName = Static<typeof MachineName>;
export const machineNames = ['signal', 'case', 'task', 'intervention'] as const satisfies MachineName[];
