import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { checkManifest, compileSchema, createProjection, viewSchema, type Question } from '../src/index.ts';
import { adapter, faults, manifest } from './readme-example.ts';

const readText = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

test('the README shows the example that is compiled and run here', () => {
  const [, shown] = /```ts\n([\s\S]*?)```/.exec(readText('../README.md')) ?? [];
  expect(shown).toBe(readText('./readme-example.ts'));
});

test('the example of the README is an adapter that may be registered and an agreement without a fault', () => {
  expect(checkManifest(manifest)).toBe(manifest);
  expect(faults).toEqual([]);
});

test('the example of the README answers, and its answer fits the view of its agreement', async () => {
  const running = await adapter.start(
    { kinds: ['catering'] },
    { log: console, secret: () => '', publish: async () => {} },
  );
  const [handler] = running.handlers;
  const answer = await handler?.content?.({ request: { kvk: '90000001' } } as Question);
  const granted = ['kinds[]'];
  const schema = compileSchema(viewSchema(handler?.operation.reply as never, new Set(granted)));
  expect(answer?.subjects).toEqual([{ kind: 'kvk', value: '90000001' }]);
  expect(schema.faultsOf(createProjection(granted)(answer?.content))).toEqual([]);
  await running.checkHealth();
  await running.stop();
});
