import { Type, type Static, type TSchema } from 'typebox';
import { SchemaDocument } from './operation.ts';
import { Instant, LocalisedText, SemanticVersion, Uuid } from './text.ts';

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

/** An event as an adapter publishes it; `payload` fits the schema of that type and version in the adapter's manifest. */
export const EventMessage = Type.Object(
  {
    /** Of the adapter's making; publishing the same event again under the same id changes nothing. */
    id: Uuid,
    type: EventType,
    version: SemanticVersion,
    occurredAt: Instant,
    /** The body (case conference) that it is meant for, for a partner that sits in several of one theme. */
    body: Type.Optional(Uuid),
    payload: Type.Record(Type.String({ maxLength: 64 }), Type.Unknown()),
  },
  { additionalProperties: false },
);
export type EventMessage = Static<typeof EventMessage>;

export interface EventDefinition<Payload extends TSchema = TSchema>
  extends Omit<EventDescription, 'schema' | 'example'> {
  readonly schema: Payload;
  readonly example: Static<Payload>;
}

/** Keeps the type of the payload, so that the example is checked against it. */
export function defineEvent<Payload extends TSchema>(event: EventDefinition<Payload>): EventDefinition<Payload> {
  return event;
}
