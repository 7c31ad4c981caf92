import { Type, type Static, type TSchema } from 'typebox';
import { SubjectPath } from './field.ts';
import { LocalisedText, OperationName, SemanticVersion } from './text.ts';

/** `match` answers hit or no hit and nothing else; `content` answers the granted fields. */
export const Mode = Type.Enum(['match', 'content']);
export type Mode = Static<typeof Mode>;

/** A JSON Schema as it travels in a manifest; `checkOperationSchema` bounds what it may hold. */
export const SchemaDocument = Type.Record(Type.String(), Type.Unknown());

/** An operation as a manifest publishes it. */
export const OperationDescription = Type.Object(
  {
    name: OperationName,
    version: SemanticVersion,
    title: LocalisedText,
    description: LocalisedText,
    modes: Type.Array(Mode, { minItems: 1, maxItems: 2, uniqueItems: true }),
    request: SchemaDocument,
    reply: SchemaDocument,
    /** Where the request names its subjects; empty for a question about nobody. */
    subjects: Type.Array(SubjectPath, { maxItems: 8 }),
    example: Type.Object({ request: Type.Unknown(), reply: Type.Unknown() }, { additionalProperties: false }),
  },
  { additionalProperties: false },
);
export type OperationDescription = Static<typeof OperationDescription>;

/** An operation with the static types of its schemas kept. */
export interface Operation<Request extends TSchema = TSchema, Reply extends TSchema = TSchema>
  extends Omit<OperationDescription, 'request' | 'reply' | 'example'> {
  readonly request: Request;
  readonly reply: Reply;
  readonly example: { readonly request: Static<Request>; readonly reply: Static<Reply> };
}

/** Keeps the types of both schemas, so that handlers and examples are checked against them. */
export function defineOperation<Request extends TSchema, Reply extends TSchema>(
  operation: Operation<Request, Reply>,
): Operation<Request, Reply> {
  return operation;
}

/** `name@version`, as the ledger and the logs write it. */
export function operationId(operation: { readonly name: string; readonly version: string }): string {
  return `${operation.name}@${operation.version}`;
}

/** The part of a version that an agreement binds to: `1` of `1.4.2`. */
export function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}
