import { Type, type Static, type TSchema } from 'typebox';
import { SchemaDocument } from './operation.ts';
import { LocalisedText, SemanticVersion } from './text.ts';

/** A past fact: `permit.granted`. */
export const EventType = Type.String({ pattern: '^[a-z][a-z-]*([.][a-z][a-z-]*)+$', minLength: 3, maxLength: 80 });

/** An event as a manifest publishes it; its schema obeys the bounds of an operation's reply. */
export const EventDescription = Type.Object(
  {
    type: EventType,
    version: SemanticVersion,
    title: LocalisedText,
    schema: SchemaDocument,
    example: Type.Unknown(),
  },
  { additionalProperties: false },
);
export type EventDescription = Static<typeof EventDescription>;

export interface EventDefinition<Payload extends TSchema = TSchema>
  extends Omit<EventDescription, 'schema' | 'example'> {
  readonly schema: Payload;
  readonly example: Static<Payload>;
}

/** Keeps the type of the payload, so that the example is checked against it. */
export function defineEvent<Payload extends TSchema>(event: EventDefinition<Payload>): EventDefinition<Payload> {
  return event;
}
