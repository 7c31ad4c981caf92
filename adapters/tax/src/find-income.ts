import { defineHandler, defineOperation, mark, type OperationHandler } from '@koppel/contract';
import { Bsn, subjectsOf } from '@koppel/http-source';
import { Type } from 'typebox';
import type { TaxService } from './tax-service.ts';

const closed = { additionalProperties: false } as const;
const income = mark({ category: 'income', subjectRole: 'any', secrecy: 'awr67' });
const year = { minimum: 1900, maximum: 2200 } as const;

const Income = Type.Object(
  {
    year: Type.Integer({ ...year, ...income }),
    kind: Type.Enum(['wages', 'business-profit', 'benefit', 'pension'], { type: 'string', ...income }),
    amountCents: Type.Integer({
      minimum: Number.MIN_SAFE_INTEGER,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'Whole euro cents; negative for a loss',
      ...income,
    }),
  },
  closed,
);

export const findIncome = defineOperation({
  name: 'tax.find-income',
  version: '1.0.0',
  title: { nl: 'Inkomen van een persoon in een jaar', en: 'Income of a person in a year' },
  description: {
    nl: 'Het inkomen van een persoon in één jaar, per soort, in hele eurocenten; een lege lijst als er geen bekend is.',
    en: 'The income of a person in one year, by kind, in whole euro cents; an empty list when none is known.',
  },
  modes: ['content'],
  request: Type.Object({ bsn: Bsn, year: Type.Integer(year) }, closed),
  reply: Type.Object({ incomes: Type.Array(Income, { maxItems: 200 }) }, closed),
  subjects: [{ path: 'bsn', kind: 'bsn' }],
  example: {
    request: { bsn: '999990019', year: 2025 },
    reply: { incomes: [{ year: 2025, kind: 'wages', amountCents: 3_150_075 }] },
  },
});

export function findIncomeHandler(service: TaxService): OperationHandler {
  return defineHandler(findIncome, {
    content: async (question) => {
      const { bsn } = question.request;
      const incomes = await service.listIncomes(bsn, question.request.year, question);
      return { content: { incomes }, subjects: subjectsOf('bsn', [bsn]) };
    },
  });
}
