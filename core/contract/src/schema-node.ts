import { Type, type TProperties, type TSchema } from 'typebox';
import { FieldMark, MARK } from './field.ts';
import { compileSchema, type Validator } from './validator.ts';

const annotations = {
  title: Type.Optional(Type.String({ maxLength: 200 })),
  description: Type.Optional(Type.String({ maxLength: 2000 })),
  [MARK]: Type.Optional(FieldMark),
};

const count = (maximum: number) => Type.Optional(Type.Integer({ minimum: 0, maximum }));
const among = (value: TSchema) => ({
  enum: Type.Optional(Type.Array(value, { minItems: 1, maxItems: 500, uniqueItems: true })),
  const: Type.Optional(value),
});

/** What a node of each type may say; anything else (`$ref`, `oneOf`, `not`, …) could hide or blow up what a view must narrow. */
const forms = {
  object: {
    properties: Type.Record(Type.String(), Type.Unknown()),
    required: Type.Optional(Type.Array(Type.String(), { maxItems: 1000, uniqueItems: true })),
    additionalProperties: Type.Unknown(),
  },
  array: {
    items: Type.Unknown(),
    minItems: count(100_000),
    maxItems: count(100_000),
    uniqueItems: Type.Optional(Type.Boolean()),
  },
  string: {
    minLength: count(1_000_000),
    maxLength: count(1_000_000),
    pattern: Type.Optional(Type.String({ maxLength: 200 })),
    ...among(Type.String({ maxLength: 200 })),
  },
  integer: {
    minimum: Type.Optional(Type.Number()),
    maximum: Type.Optional(Type.Number()),
    ...among(Type.Integer()),
  },
  number: {
    minimum: Type.Optional(Type.Number()),
    maximum: Type.Optional(Type.Number()),
    ...among(Type.Number()),
  },
  boolean: { const: Type.Optional(Type.Boolean()) },
} satisfies Record<string, TProperties>;

/** The keywords that one type of node may use, and the schema of their values. */
export interface NodeForm {
  readonly keywords: ReadonlySet<string>;
  readonly values: Validator;
}

/** By the node's `type`. */
export const nodeForms: ReadonlyMap<unknown, NodeForm> = new Map(
  Object.entries(forms).map(([type, keywords]) => {
    const properties: TProperties = { type: Type.Unknown(), ...keywords, ...annotations };
    // Names of unknown keywords are told by the caller, in its own words.
    return [type, { keywords: new Set(Object.keys(properties)), values: compileSchema(Type.Object(properties)) }];
  }),
);
