import { mark, type SubjectId } from '@koppel/contract';
import { isAnyGranted, subjectsOf } from '@koppel/http-source';
import { Type, type Static } from 'typebox';
import type { TaxRelation } from './tax-service.ts';

const closed = { additionalProperties: false } as const;
const secrecy = 'awr67';
const identity = mark({ category: 'identity', subjectRole: 'any', secrecy });
/** A firm of one person is that person. */
const business = mark({ category: 'business', subjectRole: 'any', secrecy });
const relation = mark({ category: 'relation', subjectRole: 'any', secrecy });
const day = { pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', maxLength: 10, ...relation };

/** What one person is or was in one firm. */
const Relation = Type.Object(
  {
    firm: Type.Object(
      {
        kvkNumber: Type.String({ pattern: '^[0-9]{8}$', minLength: 8, maxLength: 8, ...business }),
        name: Type.String({ maxLength: 200, ...business }),
        legalForm: Type.Enum(['sole-proprietorship', 'partnership', 'private-limited-company'], {
          type: 'string',
          ...business,
        }),
      },
      closed,
    ),
    person: Type.Object(
      { bsn: Type.String({ pattern: '^[0-9]{9}$', minLength: 9, maxLength: 9, ...identity }) },
      closed,
    ),
    role: Type.Enum(['owner', 'director', 'shareholder', 'authorised-signatory'], { type: 'string', ...relation }),
    since: Type.String(day),
    until: Type.Optional(Type.String({ description: 'Absent while the role lasts', ...day })),
  },
  closed,
);
type Relation = Static<typeof Relation>;

export const RelationsReply = Type.Object({ relations: Type.Array(Relation, { maxItems: 500 }) }, closed);

export function toRelation({ kvkNumber, firmName, legalForm, bsn, role, since, until }: TaxRelation): Relation {
  return {
    firm: { kvkNumber, name: firmName, legalForm },
    person: { bsn },
    role,
    since,
    ...(until !== undefined && { until }),
  };
}

/** The persons and the firms that the released part of the relations is about. */
export function listRelated(relations: readonly TaxRelation[], fields: readonly string[]): SubjectId[] {
  const isAboutFirms = isAnyGranted(fields, 'relations[].firm');
  const isAboutPersons = isAnyGranted(fields, ...personPaths);
  return [
    ...subjectsOf('kvk', isAboutFirms ? relations.map(({ kvkNumber }) => kvkNumber) : []),
    ...subjectsOf('bsn', isAboutPersons ? relations.map(({ bsn }) => bsn) : []),
  ];
}

const personPaths = ['person', 'role', 'since', 'until'].map((name) => `relations[].${name}`);
