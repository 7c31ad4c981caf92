import { compileSchema } from '@koppel/contract';
import { Type } from 'typebox';
import { Level } from '../model/parts.schema.ts';
import type { Facts } from './facts.ts';

const text = Type.String();
const count = Type.Integer({ minimum: 0 });

const AuthorityShape = Type.Object({ mandate: text, role: text, level: Level });
const ActorShape = Type.Object({ oin: text, person: text, authorities: Type.Array(AuthorityShape) });
const AttendeeShape = Type.Object({ oin: text, person: text, role: text });
const ResultShape = Type.Object({ outcome: text, description: text });
const PartShape = Type.Object({
  state: text,
  hasResult: Type.Optional(Type.Boolean()),
  discipline: Type.Optional(text),
});

const InputShape = Type.Object({
  reasons: text,
  statements: Type.Optional(Type.Record(text, text)),
  present: Type.Optional(Type.Array(AttendeeShape)),
  result: Type.Optional(ResultShape),
  lessons: Type.Optional(Type.Array(text)),
});

/** What the rules read of `Facts`; more than that is nobody's concern here. */
const FactsShape = Type.Object({
  now: Type.Number(),
  actor: Type.Union([ActorShape, Type.Null()]),
  input: InputShape,
  owner: Type.Optional(text),
  previousPerson: Type.Optional(text),
  previousOin: Type.Optional(text),
  subjects: count,
  signals: Type.Array(PartShape),
  interventions: Type.Array(PartShape),
  tasks: Type.Array(PartShape),
  caseState: Type.Optional(text),
  consultedRoles: Type.Array(text),
  lessons: count,
  retentionEndsAt: Type.Union([Type.Number(), Type.Null()]),
});

const validator = compileSchema(FactsShape);

/** Facts come out of a database and off a wire: the engine looks before it reads, so that it can refuse and never throws. */
export const areFacts = (facts: unknown): facts is Facts => validator.isValid(facts);
