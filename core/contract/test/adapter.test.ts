import { expect, test } from '@jest/globals';
import { Type } from 'typebox';
import { checkManifest, defineHandler, manifestOf, systemClock, type Question } from '../src/index.ts';
import { adapter } from './readme-example.ts';
import { findIncidents, municipality } from './samples.ts';

test('the manifest of an adapter is plain JSON that names who runs it and how it is configured', () => {
  const manifest = manifestOf(adapter, municipality);
  expect(manifest.owner).toBe(municipality);
  expect(manifest.configSchema).toEqual(JSON.parse(JSON.stringify(adapter.config)));
  expect(JSON.parse(JSON.stringify(manifest))).toEqual(manifest);
  expect(checkManifest(manifest)).toBe(manifest);
});

test('a handler keeps its operation, and only the modes that it has', async () => {
  const handler = defineHandler(findIncidents, {
    match: async ({ request }) => ({ hit: request.bsn === '999990019', subjects: [] }),
  });
  const question = { request: { bsn: '999990019' } } as Question;
  expect(handler.operation).toBe(findIncidents);
  expect('content' in handler).toBe(false);
  expect(await handler.match?.(question)).toEqual({ hit: true, subjects: [] });
});

test('the types of an operation reach its handler', () => {
  const operation = {
    ...findIncidents,
    reply: Type.Object({ count: Type.Integer() }),
    example: { ...findIncidents.example, reply: { count: 1 } },
  };
  // @ts-expect-error the count is a number
  const handler = defineHandler(operation, { content: async () => ({ content: { count: 'one' }, subjects: [] }) });
  expect(handler.operation).toBe(operation);
});

test('the clock of the system tells milliseconds since the epoch', () => {
  expect(Math.abs(systemClock.now() - new Date().getTime())).toBeLessThan(1000);
});
