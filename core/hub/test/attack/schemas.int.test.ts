import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultModel } from '../default-model.ts';
import { anAgreement } from '../fixtures.ts';
import { aManifest } from '../manifests.ts';
import { deep, leaf, many, patterns, record, schemas, texts, withName, withReply } from './hostile-schemas.ts';
import type { Judged, Verdict } from './schema-judge.main.ts';

/** One judgement, on a quiet machine a tenth of this; whatever is refused costs the hub no more. */
const boundMs = 2_000;
const heapMb = 192;

let worker: Worker;
beforeAll(async () => {
  worker = new Worker(new URL('schema-judge.main.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
    execArgv: ['--no-warnings'],
  });
  await once(worker, 'online');
});
afterAll(() => worker.terminate());

/** Rejects when the thread died, of memory above all. */
async function judge(kind: Judged, text: string): Promise<Verdict> {
  worker.postMessage({ kind, text });
  const [verdict] = (await once(worker, 'message')) as [Verdict];
  return verdict;
}

test('the schema that the attacks below change is let in, so that their refusals mean something', async () => {
  expect((await judge('manifest', withName(leaf))).outcome).toBe('let in');
});

describe('a pattern', () => {
  test.each(patterns)('%j is refused, or let in and run over 200,000 characters within its bound', async (pattern) => {
    for (const maxLength of [100, 200_000, 1_000_000]) {
      const { outcome, ms } = await judge('manifest', withName({ ...leaf, maxLength, pattern }));
      expect(['let in', 'manifest.invalid', 'request.malformed']).toContain(outcome);
      expect(ms).toBeLessThan(boundMs * 2);
    }
  });

  test('is not cheaper in a crowd', async () => {
    const properties = Object.fromEntries(
      many(400, (index) => [`f${index}`, { ...leaf, pattern: `^(a{1,${index + 1}}){1,20}b${index}$`, maxLength: 100 }]),
    );
    const { outcome, ms } = await judge(
      'manifest',
      withReply({ type: 'object', properties, additionalProperties: false }),
    );
    expect(outcome).toBe('manifest.invalid');
    expect(ms).toBeLessThan(boundMs);
  });
});

describe('a manifest', () => {
  test.each(Object.entries(schemas))('whose reply has %s is refused within its bound', async (_title, schema) => {
    const { outcome, ms } = await judge('manifest', withReply(schema));
    expect(outcome).toBe('manifest.invalid');
    expect(ms).toBeLessThan(boundMs);
  });

  test.each(Object.entries(texts))('of %s is refused within its bound', async (_title, [text, code]) => {
    const { outcome, ms } = await judge('manifest', text);
    expect(outcome).toBe(code);
    expect(ms).toBeLessThan(boundMs);
  });

  test('may bring any schema for its own configuration: the hub does not compile it', async () => {
    const configSchema = { $ref: '#', pattern: '^(a+)+$', properties: { a: { $ref: 'http://169.254.169.254/' } } };
    const { outcome, ms } = await judge('manifest', JSON.stringify({ ...aManifest(), configSchema }));
    expect(['let in', 'manifest.invalid', 'request.malformed']).toContain(outcome);
    expect(ms).toBeLessThan(boundMs);
  });
});

const model = await defaultModel();
type Json = Record<string, unknown>;
const changedModel = (change: Json): string => JSON.stringify({ ...model, ...change });

/** Every list of the model, repeated until the whole is nearly as large as a request may be. */
function grown(name: string, list: readonly unknown[]): string {
  const one = JSON.stringify(list).length;
  const times = Math.max(1, Math.floor((900_000 - JSON.stringify(model).length) / one));
  return changedModel({ [name]: many(times, () => list).flat() });
}
const lists = Object.entries<unknown>({ ...model }).filter((entry): entry is [string, unknown[]] =>
  Array.isArray(entry[1]),
);

describe('a reference model', () => {
  test('that ships is let in', async () => {
    expect((await judge('model', JSON.stringify(model))).outcome).toBe('let in');
  });

  test.each(lists)('with its %s repeated up to a megabyte is refused within its bound', async (name, list) => {
    const { outcome, ms } = await judge('model', grown(name, list));
    expect(outcome).toBe('model.invalid');
    expect(ms).toBeLessThan(boundMs);
  });

  test.each<[string, string, string]>([
    ['that is nothing', 'null', 'model.invalid'],
    ['of sixty thousand unknown parts', changedModel(record(50_000, 1)), 'model.invalid'],
    ['with a list of sixty thousand nothings', changedModel({ phases: many(100_000, () => null) }), 'model.invalid'],
    ['with machines for lists', changedModel({ machines: many(50_000, () => ({})) }), 'model.invalid'],
    ['of ten thousand levels', deep(10_000), 'request.too-deep'],
    ['with a prototype', '{"__proto__":{}}', 'request.forbidden-key'],
    ['of ten megabytes', `{"title":"${'x'.repeat(10_000_000)}"}`, 'request.too-large'],
  ])('%s is refused within its bound', async (_title, text, code) => {
    const { outcome, ms } = await judge('model', text);
    expect(outcome).toBe(code);
    expect(ms).toBeLessThan(boundMs);
  });
});

const { id: _id, version: _version, ...draft } = anAgreement();
const changedDraft = (change: Json): string => JSON.stringify({ ...draft, ...change });

describe('an agreement', () => {
  test('that the attacks below change is let in', async () => {
    expect((await judge('agreement', JSON.stringify(draft))).outcome).toBe('let in');
  });

  test.each<[string, Json]>([
    ['fifty thousand fields', { grantedFields: many(50_000, (index) => `f${index}`) }],
    ['one field fifty thousand times', { grantedFields: many(50_000, () => 'count') }],
    ['a field of a hundred thousand steps', { grantedFields: ['a.'.repeat(100_000)] }],
    ['fields of a prototype', { grantedFields: ['__proto__.toString', 'constructor', 'residents[].__proto__'] }],
    ['wildcard fields', { grantedFields: ['*', 'residents', 'residents[]', '$', ''] }],
    ['a law that never ends', { legalBasis: [`jci1.3:c:BWBR1${'&a=b'.repeat(100_000)}!`] }],
    ['fifty thousand laws', { legalBasis: many(20_000, (index) => `jci1.3:c:BWBR${index}`) }],
    ['conditions of a prototype', { conditions: [{ constructor: 1 }] }],
    ['fifty thousand conditions', { conditions: many(20_000, () => draft.title) }],
    ['an eternity', { validity: { from: '0000-00-00T00:00:00Z', until: '9999-99-99T99:99:99Z' } }],
    ['more days than a calendar has', { retention: { days: 1e308, lockedYears: -1 } }],
    ['an operation of many dots', { operation: `${'a.'.repeat(100_000)}a` }],
    ['a title of a megabyte', { title: { nl: 'x'.repeat(900_000), en: 'x' } }],
  ])('with %s is refused within its bound', async (_title, change) => {
    const { outcome, ms } = await judge('agreement', changedDraft(change));
    expect(outcome).toMatch(/^request\.(invalid|forbidden-key)$/);
    expect(ms).toBeLessThan(boundMs);
  });
});
