import { defineHandler, defineOperation, mark, type OperationHandler, type Question } from '@koppel/contract';
import { AddressRequest, addressSubject, subjectsOf, type Address } from '@koppel/http-source';
import { Type, type Static } from 'typebox';
import { grantedColumns, permitColumns, premisesColumns } from './permit-columns.ts';
import { maxRows, type PermitsDatabase } from './permits-database.ts';

const closed = { additionalProperties: false } as const;
const premises = mark({ category: 'premises', subjectRole: 'none', secrecy: 'none' });
const permit = mark({ category: 'permit', subjectRole: 'none', secrecy: 'none' });
/** A firm of one person is that person. */
const business = mark({ category: 'business', subjectRole: 'any', secrecy: 'none' });
const { Optional, String: Text, Integer } = Type;
const kvkNumber = { pattern: '^[0-9]{8}$', minLength: 8, maxLength: 8, ...business };
const day = { pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', maxLength: 10, ...permit };

const Premises = Type.Object(
  {
    premisesId: Text({ maxLength: 64, ...premises }),
    name: Text({ maxLength: 200, ...premises }),
    use: Text({ maxLength: 64, ...premises }),
    floorAreaM2: Integer({ minimum: 1, maximum: 10_000_000, ...premises }),
    operatorKvkNumber: Text(kvkNumber),
  },
  closed,
);

const Permit = Type.Object(
  {
    permitId: Text({ maxLength: 64, ...permit }),
    premisesId: Text({ maxLength: 64, ...permit }),
    kind: Text({ maxLength: 64, ...permit }),
    status: Type.Enum(['granted', 'withdrawn', 'expired'], { type: 'string', ...permit }),
    holderKvkNumber: Text(kvkNumber),
    grantedOn: Text(day),
    expiresOn: Text(day),
  },
  closed,
);

export const findPermits = defineOperation({
  name: 'municipality.find-permits',
  version: '1.0.0',
  title: { nl: 'Panden en vergunningen op een adres', en: 'Premises and permits at an address' },
  description: {
    nl: 'Welke bedrijfspanden de gemeente op een adres kent en welke vergunningen daarvoor zijn verleend, ingetrokken of verlopen.',
    en: 'Which business premises the municipality knows at an address, and which permits were granted, withdrawn or expired.',
  },
  modes: ['content'],
  request: AddressRequest,
  reply: Type.Object(
    {
      premises: Optional(Type.Array(Premises, { maxItems: maxRows })),
      permits: Optional(Type.Array(Permit, { maxItems: maxRows })),
    },
    closed,
  ),
  subjects: [],
  example: {
    request: { address: { postcode: '1234AB', houseNumber: 12 } },
    reply: {
      premises: [
        { premisesId: 'PR-1', name: 'Voorbeeldzaak', use: 'catering', floorAreaM2: 80, operatorKvkNumber: '00000001' },
      ],
      permits: [
        {
          permitId: 'PT-1',
          premisesId: 'PR-1',
          kind: 'operating',
          status: 'granted',
          holderKvkNumber: '00000001',
          grantedOn: '2024-01-01',
          expiresOn: '2029-01-01',
        },
      ],
    },
  },
});

type Premises = Static<typeof Premises>;
type Permit = Static<typeof Permit>;

export function findPermitsHandler(database: PermitsDatabase): OperationHandler {
  return defineHandler(findPermits, {
    content: async (question) => {
      const { address } = question.request;
      const [found, permits] = await Promise.all([listPremises(database, question), listPermits(database, question)]);
      const firms = [...found.map((row) => row.operatorKvkNumber), ...permits.map((row) => row.holderKvkNumber)];
      return {
        content: { premises: found, permits },
        subjects: [addressSubject(address), ...subjectsOf('kvk', firms)],
      };
    },
  });
}

type PermitsQuestion = Question<{ readonly address: Address }>;

/**
 * Only the granted columns, and the number of the firm, which the log of disclosures needs even when it was not
 * granted; the projection drops it. Of a list of which nothing was granted nothing is asked.
 */
async function listPremises(database: PermitsDatabase, question: PermitsQuestion): Promise<Premises[]> {
  const granted = grantedColumns('premises', premisesColumns, question.fields);
  if (granted.length === 0) return [];
  return database.listPremises(question.request.address, withFirm(granted, 'operatorKvkNumber'), question);
}

async function listPermits(database: PermitsDatabase, question: PermitsQuestion): Promise<Permit[]> {
  const granted = grantedColumns('permits', permitColumns, question.fields);
  if (granted.length === 0) return [];
  return database.listPermits(question.request.address, withFirm(granted, 'holderKvkNumber'), question);
}

const withFirm = <Field extends string>(granted: readonly Field[], firm: Field): Field[] => [
  ...new Set([...granted, firm]),
];
