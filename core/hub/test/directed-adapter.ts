import {
  defineAdapter,
  defineHandler,
  defineOperation,
  type Adapter,
  type Answer,
  type ContentAnswer,
  type MatchAnswer,
  type Question,
} from '@koppel/contract';
import { Type } from 'typebox';
import { findResidents } from './fixtures.ts';

const findResidentsOperation = defineOperation({
  ...findResidents,
  request: Type.Unsafe<{ bsn: string }>(findResidents.request),
  reply: Type.Unsafe<unknown>(findResidents.reply),
  example: { request: { bsn: '999990019' }, reply: findResidents.example.reply },
});

export type Behaviour = (question: Question) => Promise<Answer>;

const content = { residents: [{ familyName: 'Testpersoon' }], count: 1 };

/** How the provider's adapter answers until a test says otherwise. */
export const answersWell: Behaviour = async (question) =>
  question.mode === 'match'
    ? { hit: true, subjects: [] }
    : { content, subjects: [{ kind: 'bsn', value: '999990019' }] };

const text = { nl: 'Voorbeeld', en: 'Example' };

/** An adapter whose every answer a test gives. */
export function directedAdapter(answer: Behaviour): Adapter {
  const handler = defineHandler(findResidentsOperation, {
    content: (question) => answer(question) as Promise<ContentAnswer>,
    match: (question) => answer(question) as Promise<MatchAnswer>,
  });
  return defineAdapter({
    manifest: {
      id: 'records',
      version: '1.0.0',
      contract: '^1.0.0',
      title: text,
      description: text,
      operations: [findResidentsOperation],
      events: [],
      secrets: [],
      egress: [],
      healthIntervalMs: 5000,
      rate: { perSecond: 50, retryAfterMs: 1000 },
      effect: 'idempotent',
      lifecycle: 'supported',
    },
    config: Type.Object({}, { additionalProperties: false }),
    start: async () => ({ handlers: [handler], checkHealth: async () => undefined, stop: async () => undefined }),
  });
}
