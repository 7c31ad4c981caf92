import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkManifest, KoppelError, maxManifestBytes, parseJson } from '../src/index.ts';
import { changed, refusalOf } from './refused-manifest.ts';
import { createManifest, findIncidents } from './samples.ts';

const leaf = { type: 'boolean', 'x-koppel': { category: 'identity', subjectRole: 'any', secrecy: 'none' } };
const fields = (count: number, node: object) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, node]));

describe('a hostile manifest', () => {
  const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
  const withReply = (reply: unknown) => changed((_wrong, operation) => Object.assign(operation, { reply }));
  const wideRequest = { type: 'object', properties: fields(490, { type: 'boolean' }), additionalProperties: false };
  const manyRequests = (count: number) =>
    changed((wrong, operation) => {
      const example = { request: {}, reply: findIncidents.example.reply };
      const one = { ...operation, request: wideRequest, subjects: [], example };
      wrong.operations = Array.from({ length: count }, (_, index) => ({ ...one, version: `1.0.${index}` }));
    });
  const selfMade: Record<string, unknown> = createManifest();
  selfMade['configSchema'] = selfMade;

  test.each<[string, () => unknown]>([
    ['of ten megabytes', () => ({ ...createManifest(), configSchema: { title: 'x'.repeat(10_000_000) } })],
    [
      'of many keys',
      () => ({
        ...createManifest(),
        configSchema: Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`k${i}`, 1])),
      }),
    ],
    ['one byte too large', () => sized(maxManifestBytes + 1)],
    ['nested a hundred thousand levels', () => withReply(JSON.parse(deep(100_000)))],
    ['that holds itself', () => selfMade],
    ['with a pattern that explodes', () => withReply(patterned('^((a{1,100}){1,100}){1,100}$'))],
    ['with a lookahead', () => withReply(patterned('^(?=.*a)b'))],
    ['with a back reference', () => withReply(patterned('^(a)\\1$'))],
    [
      'with __proto__ as a property',
      () =>
        withReply(
          JSON.parse('{"type":"object","properties":{"__proto__":{"type":"boolean"}},"additionalProperties":false}'),
        ),
    ],
    ['with __proto__ as a key', () => JSON.parse('{"__proto__":{"id":"police"}}')],
    [
      'with a type from the prototype',
      () => withReply({ type: 'toString', properties: {}, additionalProperties: false }),
    ],
    [
      'with code for a name',
      () => withReply({ type: 'object', properties: { "a'];process.exit(1)//": leaf }, additionalProperties: false }),
    ],
    ['with more nodes than can be compiled', () => manyRequests(8)],
    ['with half a surrogate pair', () => ({ ...createManifest(), configSchema: { title: '\ud800' } })],
    ['that is null', () => null],
    ['that is a text', () => 'manifest'],
    ['that is nothing', () => undefined],
  ])('%s is refused in good time', (_what, make) => {
    const manifest = make();
    const start = performance.now();
    const { code, details } = refusalOf(manifest);
    expect(code).toBe('manifest.invalid');
    expect(details.faults?.length).toBeGreaterThan(0);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test('that costs as much as is let in takes seconds at most', () => {
    const manifest = manyRequests(5);
    const start = performance.now();
    checkManifest(manifest);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test('is never anything but let in or refused with a code', () => {
    const sound = JSON.stringify(createManifest());
    const places = [...sound.matchAll(/"[^"]*"|[0-9]+|true|false/g)];
    const junk = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom('', '__proto__', 'constructor', '(', -1, 1e300, [], {}, null),
    );
    fc.assert(
      fc.property(fc.nat(places.length - 1), junk, (at, value) => {
        const place = places[at];
        if (!place) return;
        const text = sound.slice(0, place.index) + JSON.stringify(value) + sound.slice(place.index + place[0].length);
        const outcome = attempt(() => checkManifest(parseJson(text)));
        expect([
          'let in',
          'manifest.invalid',
          'contract.unsupported',
          'request.malformed',
          'request.duplicate-key',
          'request.forbidden-key',
        ]).toContain(outcome);
      }),
      { numRuns: 300 },
    );
  });
});

function attempt(run: () => unknown): string {
  try {
    run();
    return 'let in';
  } catch (error) {
    return error instanceof KoppelError ? error.code : String(error);
  }
}

function patterned(pattern: string): object {
  const name = { type: 'string', maxLength: 10, pattern, 'x-koppel': leaf['x-koppel'] };
  return { type: 'object', properties: { name }, additionalProperties: false };
}

/** A manifest of exactly so many bytes. */
function sized(bytes: number): object {
  const manifest = { ...createManifest(), configSchema: { title: '' } };
  const missing = bytes - Buffer.byteLength(JSON.stringify(manifest));
  return { ...manifest, configSchema: { title: 'x'.repeat(missing) } };
}

test('a manifest of exactly the greatest size is let in', () => {
  expect(() => checkManifest(sized(maxManifestBytes))).not.toThrow();
});
