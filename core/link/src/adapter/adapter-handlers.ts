import {
  KoppelError,
  createProjection,
  operationId,
  type Answer,
  type OperationHandler,
  type Question,
} from '@koppel/contract';
import { requireSignedQuestion, signedAnswer } from '../evidence/answer-signing.ts';
import type { EvidenceOptions } from '../evidence/asking-evidence.ts';
import type { AskedQuestion, QuestionHandler, SignedAnswer } from '../offer.ts';

/** As whom an adapter signs its answers, when it can. */
export interface AnswerSigning {
  readonly provider: string;
  readonly evidence: EvidenceOptions | undefined;
}

/** Grants are few; this bounds what a hub that asks for ever other fields can make us keep. */
const maxProjections = 1_000;

/**
 * The handlers of an adapter as the link calls them, by operation name. Versions of one operation stand side by
 * side, and whatever a handler returns, only the granted fields leave. What a signed agreement asks for is done here,
 * around the handlers.
 */
export function linkHandlers(
  handlers: readonly OperationHandler[],
  signing: AnswerSigning,
): ReadonlyMap<string, QuestionHandler> {
  const byId = new Map(handlers.map((handler) => [operationId(handler.operation), handler]));
  const projections = new ProjectionCache();
  const answer = (question: Question): Promise<Answer> => {
    const id = operationId({ name: question.operation, version: question.version });
    return answerWith(byId.get(id), question, projections);
  };
  const answerSigned = async ({ evidence: asked, ...question }: AskedQuestion): Promise<SignedAnswer> => {
    if (asked === undefined) return answer(question);
    const { provider, evidence } = signing;
    const options = requireSignedQuestion(question, asked, evidence);
    return signedAnswer(await answer(question), { asked, provider }, options);
  };
  return new Map(handlers.map(({ operation }) => [operation.name, answerSigned]));
}

async function answerWith(
  handler: OperationHandler | undefined,
  question: Question,
  projections: ProjectionCache,
): Promise<Answer> {
  if (question.mode === 'match' && handler?.match) {
    const { hit, subjects } = await handler.match(question);
    return { hit, subjects };
  }
  if (question.mode === 'content' && handler?.content) {
    const { content, subjects } = await handler.content(question);
    return { content: projections.get(question.fields)(content), subjects };
  }
  throw new KoppelError('operation.unknown', 'This adapter does not answer that version or mode');
}

class ProjectionCache {
  readonly #projections = new Map<string, (value: unknown) => unknown>();

  get(fields: readonly string[]): (value: unknown) => unknown {
    const key = fields.join(' ');
    const known = this.#projections.get(key);
    if (known) return known;
    if (this.#projections.size >= maxProjections) this.#projections.clear();
    const projection = createProjection(fields);
    this.#projections.set(key, projection);
    return projection;
  }
}
