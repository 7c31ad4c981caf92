import { Type } from 'typebox';

export const FaultSchema = Type.Object({
  path: Type.String({ maxLength: 1000 }),
  message: Type.String({ maxLength: 1000 }),
  rule: Type.Optional(Type.String({ maxLength: 100 })),
});

/** An RFC 9457 problem document. It is open: RFC 9457 lets problems carry more, and codes are added, so both may grow. */
export const ProblemSchema = Type.Object({
  type: Type.String({ pattern: '^urn:koppel:problem:[a-z]+[.][a-z-]+$', maxLength: 100 }),
  title: Type.String({ maxLength: 200 }),
  status: Type.Integer({ minimum: 400, maximum: 599 }),
  detail: Type.String({ maxLength: 2000 }),
  code: Type.String({ pattern: '^[a-z]+[.][a-z-]+$', maxLength: 80 }),
  faults: Type.Optional(Type.Array(FaultSchema)),
  paths: Type.Optional(Type.Array(Type.String({ maxLength: 1000 }))),
  retryAfterMs: Type.Optional(Type.Integer({ minimum: 0 })),
  ledgerIndex: Type.Optional(Type.Integer({ minimum: 0 })),
});
