import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { diffModels, readModelDocument, toSkos, type ReferenceModel } from '@koppel/process';
import { meetHub } from '../meet-hub.ts';
import { refusal } from '../stub-hub.ts';

const themeFile = new URL('../../../../plugins/theme-undermining/model/reference-model.yaml', import.meta.url);
const id = '01938c5e-8c00-7000-8000-000000000001';
const hand = { oin: '1', person: 'emp-7f3a91', at: '2026-01-01T00:00:00.000Z' };
const version = {
  id,
  collaboration: 'example-region',
  model: 'undermining',
  version: '1.0.0',
  theme: 'undermining',
  digest: '0'.repeat(64),
  status: 'proposed',
  drafted: hand,
  proposed: hand,
  decision: null,
  application: null,
  revision: 2,
};

let yaml: string;
let model: ReferenceModel;
beforeAll(async () => {
  yaml = await readFile(themeFile, 'utf8');
  model = readModelDocument(yaml).model as ReferenceModel;
});
const slower = (): string => yaml.replace('workingDays: 5', 'workingDays: 7');

describe('koppel model, without a hub', () => {
  test('validate finds nothing in a sound model', async () => {
    const { hub, koppel } = await meetHub();
    const words = await koppel.run(['model', 'validate', '-'], yaml);
    expect(words).toMatchObject({ exitCode: 0, output: expect.stringContaining('Valid') });
    const { output } = await koppel.run(['model', 'validate', '-', '--json'], yaml);
    const { id: name, version: number, theme } = model;
    expect(JSON.parse(output)).toEqual({ isGood: true, model: { id: name, version: number, theme }, faults: [] });
    expect(hub.seen).toEqual([]);
  });

  test('validate tells every fault with its path, line and sentence', async () => {
    const { koppel } = await meetHub();
    const faulty = yaml.replace(/^version: .*/m, 'version: one').replace('phase: intake', 'phase: siesta');
    const lineOf = (text: string): number => faulty.split('\n').findIndex((line) => line.includes(text)) + 1;
    const { exitCode, output } = await koppel.run(['model', 'validate', '-'], faulty);
    expect(exitCode).toBe(5);
    const lines = output.split('\n');
    expect(lines.find((line) => line.includes('/version '))).toContain(`(line ${lineOf('version: one')},`);
    expect(lines.find((line) => line.includes('"siesta"'))).toContain(`(line ${lineOf('phase: siesta')},`);
    const json = await koppel.run(['model', 'validate', '-', '--json'], faulty);
    expect(JSON.parse(json.output)).toMatchObject({ isGood: false, faults: { length: 2 } });
  });

  test('diff of two files tells what became different, by part', async () => {
    const { hub, koppel } = await meetHub();
    const [one, other] = [join(koppel.home, 'one.yaml'), join(koppel.home, 'other.yaml')];
    await writeFile(one, yaml);
    await writeFile(other, slower());
    const { output } = await koppel.run(['model', 'diff', one, other]);
    expect(output).toMatch(/^process\.steps\n {2}~ process\.steps\..*\.deadline\.workingDays: 5 → 7\n$/);
    const json = await koppel.run(['model', 'diff', one, other, '--json']);
    const changed = readModelDocument(slower()).model as ReferenceModel;
    expect(JSON.parse(json.output)).toEqual({ changes: diffModels(model, changed) });
    expect((await koppel.run(['model', 'diff', one, one])).output).toBe('Both say the same.\n');
    expect(hub.seen).toEqual([]);
  });

  test('diff and draft read no model with faults', async () => {
    const { hub, koppel } = await meetHub();
    const file = join(koppel.home, 'faulty.yaml');
    await writeFile(file, yaml.replace(/^version: .*/m, 'version: one'));
    for (const args of [
      ['diff', file, file],
      ['draft', file, '--collaboration', 'example-region'],
    ]) {
      const { exitCode, errors } = await koppel.run(['model', ...args]);
      expect(exitCode).toBe(3);
      expect(errors).toContain('/version');
      expect(errors).toContain('faulty.yaml');
    }
    expect(hub.seen).toEqual([]);
  });

  test('vocabulary writes SKOS', async () => {
    const { koppel } = await meetHub();
    const { output } = await koppel.run(['model', 'vocabulary', '-'], yaml);
    expect(JSON.parse(output)).toEqual(toSkos(model));
  });
});

describe('koppel model, with a hub', () => {
  test('diff fetches a version that is named by its id', async () => {
    const { koppel } = await meetHub({ [`GET /v1/models/${id}`]: { body: { ...version, document: model } } });
    const { output } = await koppel.run(['model', 'diff', id, '-'], slower());
    expect(output).toContain('5 → 7');
  });

  test('draft sends what the file says, or the name of a theme, for the person', async () => {
    const { hub, koppel } = await meetHub({ 'POST /v1/models': { status: 201, body: version } });
    const draft = ['model', 'draft', '--collaboration', 'example-region', '--person', 'emp-7f3a91'];
    const { output } = await koppel.run([...draft, '-'], yaml);
    expect(output).toContain(`koppel model propose ${id}`);
    await koppel.run([...draft, '@koppel/theme-undermining']);
    expect(hub.seen.map(({ body }) => body)).toEqual([
      { collaboration: 'example-region', document: model },
      { collaboration: 'example-region', theme: '@koppel/theme-undermining' },
    ]);
    expect(new Set(hub.people)).toEqual(new Set(['emp-7f3a91']));
  });

  const reasons = 'Steering group of 12 January';
  test.each([
    [['propose'], 'proposal', undefined],
    [['approve', '--reasons', reasons], 'decision', { outcome: 'approved', reasons }],
    [['reject', '--reasons', reasons], 'decision', { outcome: 'rejected', reasons }],
    [['apply', '--reasons', reasons], 'application', { reasons }],
    [
      ['apply', '--reasons', reasons, '--from', '2027-01-01T00:00:00Z'],
      'application',
      { from: '2027-01-01T00:00:00Z', reasons },
    ],
  ])('%j acts on the revision that it saw', async ([verb = '', ...options], path, body) => {
    const { hub, koppel } = await meetHub({
      [`GET /v1/models/${id}`]: { body: { ...version, document: model } },
      [`POST /v1/models/${id}/${path}`]: { body: { ...version, revision: 3 } },
    });
    expect(await koppel.run(['model', verb, id, ...options, '--yes'])).toMatchObject({ exitCode: 0 });
    const { headers, body: sent } = hub.seen.at(-1) ?? {};
    expect(headers?.['if-match']).toBe('"2"');
    expect(sent).toEqual(body);
  });

  test('approve, reject and apply do nothing off a terminal until somebody says --yes', async () => {
    const { hub, koppel } = await meetHub({ [`GET /v1/models/${id}`]: { body: { ...version, document: model } } });
    for (const verb of ['approve', 'reject', 'apply']) {
      const { exitCode, errors } = await koppel.run(['model', verb, id, '--reasons', reasons]);
      expect(exitCode).toBe(2);
      expect(errors).toContain('--yes');
    }
    expect(hub.seen.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  test('tells who must not decide what to do', async () => {
    const { koppel } = await meetHub({
      [`GET /v1/models/${id}`]: { body: { ...version, document: model } },
      [`POST /v1/models/${id}/decision`]: refusal('process.four-eyes'),
    });
    const { exitCode, errors } = await koppel.run(['model', 'approve', id, '--reasons', reasons, '--yes']);
    expect(exitCode).toBe(3);
    expect(errors).toContain('colleague');
  });

  test('history reads every page, of one model or of all', async () => {
    const { koppel } = await meetHub({
      'GET /v1/models?limit=200': { body: { items: [version], next: 'abc' } },
      'GET /v1/models?limit=200&after=abc': { body: { items: [{ ...version, version: '0.9.0' }] } },
      'GET /v1/models?limit=200&model=undermining': { body: { items: [version] } },
    });
    const all = await koppel.run(['model', 'history']);
    expect(all.output).toMatch(/^ID +MODEL +VERSION +STATUS.*\n.*1\.0\.0 +proposed.*\n.*0\.9\.0/);
    const one = await koppel.run(['model', 'history', 'undermining', '--json']);
    expect(JSON.parse(one.output)).toEqual({ items: [version] });
  });

  test('show tells where a version stands and writes what it says to a file', async () => {
    const decision = { ...hand, outcome: 'approved', reasons };
    const application = { ...hand, from: '2027-01-01T00:00:00.000Z', reasons: 'From the new year' };
    const record = { ...version, status: 'approved', decision, application, document: model };
    const { koppel } = await meetHub({ [`GET /v1/models/${id}`]: { body: record } });
    const out = join(koppel.home, 'model.json');
    const { output } = await koppel.run(['model', 'show', id, '--out', out]);
    for (const told of ['undermining 1.0.0', 'approved', reasons, '2027-01-01T00:00:00.000Z: From the new year'])
      expect(output).toContain(told);
    expect(readModelDocument(await readFile(out, 'utf8')).model).toEqual(model);
  });

  test('themes lists what can be drafted by name', async () => {
    const offered = { package: '@koppel/theme-undermining', collaboration: 'example-region', model: version };
    const { koppel } = await meetHub({ 'GET /v1/themes': { body: { themes: [offered] } } });
    const { output } = await koppel.run(['model', 'themes']);
    expect(output).toMatch(/@koppel\/theme-undermining +example-region +undermining +1\.0\.0/);
  });
});
