import {
  requireOk,
  createJsonReader,
  type Address,
  type HttpSource,
  type SourceReply,
  type Trace,
} from '@koppel/http-source';
import { KoppelError } from '@koppel/contract';
import { Type, type Static } from 'typebox';
import type { AccessToken } from './access-token.ts';

const Bsn = Type.String({ pattern: '^[0-9]{9}$', maxLength: 9 });
const Day = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', maxLength: 10 });

const TaxIncomes = Type.Object({
  bsn: Bsn,
  incomes: Type.Array(
    Type.Object({
      year: Type.Integer({ minimum: 1900, maximum: 2200 }),
      kind: Type.Enum(['wages', 'business-profit', 'benefit', 'pension']),
      amountCents: Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }),
    }),
    { maxItems: 200 },
  ),
});
type TaxIncome = Static<typeof TaxIncomes>['incomes'][number];

const TaxRelation = Type.Object({
  bsn: Bsn,
  kvkNumber: Type.String({ pattern: '^[0-9]{8}$', maxLength: 8 }),
  firmName: Type.String({ maxLength: 200 }),
  legalForm: Type.Enum(['sole-proprietorship', 'partnership', 'private-limited-company']),
  role: Type.Enum(['owner', 'director', 'shareholder', 'authorised-signatory']),
  since: Day,
  until: Type.Optional(Day),
});
export type TaxRelation = Static<typeof TaxRelation>;

const readIncomes = createJsonReader(TaxIncomes);
const readRelations = createJsonReader(Type.Object({ relations: Type.Array(TaxRelation, { maxItems: 500 }) }));
const readProblem = createJsonReader(Type.Object({ code: Type.String({ maxLength: 100 }) }));

/** Whom or what business relations are asked about. */
export type RelationsQuestion = { readonly address: Address } | { readonly bsn: string };

/** The tax authority's incomes and business relations, over REST behind OAuth 2. */
export class TaxService {
  readonly #source: HttpSource;
  readonly #token: AccessToken;

  constructor(source: HttpSource, token: AccessToken) {
    this.#source = source;
    this.#token = token;
  }

  /** Empty when the person had none, or is not known. */
  async listIncomes(bsn: string, year: number, trace: Trace): Promise<TaxIncome[]> {
    const reply = await this.#ask('/v1/incomes', { bsn, years: [year] }, trace);
    if (reply === undefined) return [];
    const { bsn: answered, incomes } = readIncomes(reply);
    const isOfAnother = answered !== bsn || incomes.some((income) => income.year !== year);
    if (isOfAnother) throw new KoppelError('source.failed', 'The tax authority answered another question');
    return incomes;
  }

  /** Empty when there are none, or when the address or person is not known. */
  async listRelations(question: RelationsQuestion, trace: Trace): Promise<TaxRelation[]> {
    const reply = await this.#ask('/v1/business-relations', question, trace);
    if (reply === undefined) return [];
    const { relations } = readRelations(reply);
    const isOfAnother = 'bsn' in question && relations.some(({ bsn }) => bsn !== question.bsn);
    if (isOfAnother) throw new KoppelError('source.failed', 'The tax authority answered about somebody else');
    return relations;
  }

  /** @throws KoppelError `source.failed` while the service is not well. */
  checkHealth(): Promise<void> {
    return this.#source.checkHealth('/health');
  }

  /** Undefined when the source does not know whom is asked about; a token that it no longer takes is replaced once. */
  async #ask(path: string, question: object, trace: Trace): Promise<SourceReply | undefined> {
    const body = JSON.stringify(question);
    const first = await this.#token.get(trace);
    let reply = await this.#post(path, body, { trace, token: first });
    if (reply.status === 401) {
      this.#token.discard(first);
      reply = await this.#post(path, body, { trace, token: await this.#token.get(trace) });
    }
    return isUnknownSubject(reply) ? undefined : requireOk(reply);
  }

  #post(path: string, body: string, { trace, token }: { trace: Trace; token: string }): Promise<SourceReply> {
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: `Bearer ${token}`,
    };
    return this.#source.post({ path, headers, body }, trace);
  }
}

/** Any other 404 means that the configuration points to the wrong place, and must not look like an absence. */
function isUnknownSubject(reply: SourceReply): boolean {
  if (reply.status !== 404) return false;
  try {
    return readProblem(reply).code === 'unknown-subject';
  } catch {
    return false;
  }
}
