import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { compileSchema, exchangeDeadlineMs, OperationName, Slug, SubjectRole, Uuid } from '@koppel/contract';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const languages = readdirSync(new URL('../nodes/locales', import.meta.url));
const manifest = JSON.parse(read('package.json')) as {
  name: string;
  keywords: string[];
  engines: { node: string };
  dependencies: object;
  'node-red': { version: string; nodes: Record<string, string> };
};
const types = Object.entries(manifest['node-red'].nodes);

type Catalogue = { [key: string]: string | Catalogue };

/** Paths of all texts in a catalogue. */
const keysOf = (catalogue: Catalogue, under = ''): string[] =>
  Object.entries(catalogue).flatMap(([key, text]) =>
    typeof text === 'string' ? `${under}${key}` : keysOf(text, `${under}${key}.`),
  );

const catalogueOf = (language: string, type: string): string[] =>
  keysOf(JSON.parse(read(`nodes/locales/${language}/${type}.json`)) as Catalogue).toSorted();

describe('the package', () => {
  test('is found and accepted by Node-RED’s palette', () => {
    expect(manifest.name).toMatch(/^@koppel\//);
    expect(manifest.keywords).toContain('node-red');
    expect(manifest.engines.node).toBeTruthy();
    expect(manifest['node-red'].version).toBe('>=5.0.0');
    expect(Object.keys(manifest.dependencies).length).toBeLessThanOrEqual(6);
  });

  test('is written in Dutch and English', () => {
    expect(languages.toSorted()).toEqual(['en-US', 'nl']);
  });
});

describe.each(types)('the node %s', (type, entry) => {
  const html = read(entry.replace('.js', '.html'));

  test('has an entry that Node can load as it is, an icon and an example', () => {
    expect(entry).toMatch(/\.js$/);
    const icon = /icon: '([^']+)'/.exec(html)?.[1];
    expect(existsSync(new URL(`../nodes/icons/${icon}`, import.meta.url))).toBe(true);
    const examples = readdirSync(new URL('../examples', import.meta.url)).map((name) => read(`examples/${name}`));
    expect(examples.some((text) => text.includes(`"type": "${type}"`))).toBe(true);
  });

  test('has the same texts in every language, and all that its editor and its status use', () => {
    const [first = [], ...others] = languages.map((language) => catalogueOf(language, type));
    for (const other of others) expect(other).toEqual(first);
    const inHtml = [/data-i18n="(?:\[\w+\])?([^"]+)"/g, /_\('([\w.-]+)'\)/g].flatMap((pattern) => [
      ...html.matchAll(pattern),
    ]);
    const used = inHtml.map(([, key = '']) => key);
    const shown = ['connected', 'disconnected', 'no-link', 'asking'].map((state) => `${type}.status.${state}`);
    expect(first).toEqual([...new Set([...used, ...shown])].toSorted());
  });

  test('explains itself in every language: inputs, outputs, errors, details', () => {
    const headings = {
      'en-US': ['Inputs', 'Outputs', 'Errors', 'Details'],
      nl: ['Invoer', 'Uitvoer', 'Fouten', 'Bijzonderheden'],
    };
    const helps = Object.entries(headings).map(([language, words]) => {
      const help = read(`nodes/locales/${language}/${type}.html`);
      expect(help).toContain(`data-help-name="${type}"`);
      expect([...help.matchAll(/<h3>(.*?)<\/h3>/g)].map(([, word]) => word)).toEqual(words);
      return [...help.matchAll(/<(dt|code)\b[^>]*>([\w.]*)/g)].map(([, , name = '']) => name).toSorted();
    });
    expect(helps[1]?.map((name) => name.replace('MIJN_AFSPRAAK', 'MY_AGREEMENT'))).toEqual(helps[0]);
  });
});

interface Definition {
  defaults: Record<string, { value: unknown; required?: boolean; validate?: (value: unknown) => boolean }>;
  label(this: object): string;
}

/** What the editor's script registers, with Node-RED's own way of checking a pattern. */
function editorDefinition(): Definition {
  const script = /<script type="text\/javascript">(.*)<\/script>/s.exec(read('nodes/koppel-exchange.html'))?.[1] ?? '';
  let registered: Definition | undefined;
  const validators = {
    regex: (pattern: RegExp) => (value: string) => pattern.test(value),
    typedInput: () => () => true,
  };
  const nodes = { registerType: (_type: string, definition: Definition) => (registered = definition) };
  runInNewContext(script, { RED: { nodes, validators } });
  if (!registered) throw new Error('The script registers nothing');
  return registered;
}

describe('the editor', () => {
  const { defaults, label } = editorDefinition();

  test.each([
    [
      'agreement',
      Uuid,
      ['0197b7a2-0000-7abc-8abc-00000000000a'],
      ['', '0197b7a2', '0197B7A2-0000-7ABC-8ABC-00000000000A'],
    ],
    [
      'operation',
      OperationName,
      ['municipality.find-residents', 'tax.find-income'],
      ['', 'residents', 'Tax.find-income', 'tax.income'],
    ],
    ['purpose', Slug, ['public-order', 'wpg20'], ['', 'Public order', 'x', '1st']],
  ])('accepts as %s what the contract accepts, and nothing else', (field, schema, ...samples) => {
    const validator = compileSchema(schema);
    for (const sample of samples.flat())
      expect([sample, defaults[field]?.validate?.(sample)]).toEqual([sample, validator.isValid(sample)]);
  });

  test('accepts the deadlines that the contract allows, and none for the usual one', () => {
    const { minimum, maximum } = exchangeDeadlineMs;
    const accepts = (deadline: unknown): unknown => defaults['deadlineMs']?.validate?.(deadline);
    expect(['', String(minimum), String(maximum)].map(accepts)).toEqual([true, true, true]);
    expect([String(minimum - 1), String(maximum + 1), '1.5', 'soon'].map(accepts)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  test('offers every subject role of the contract', () => {
    const html = read('nodes/koppel-exchange.html');
    for (const role of SubjectRole.enum) expect(html).toContain(`<option value="${role}"`);
  });

  test('keeps every setting that it shows, and marks what must be filled in', () => {
    const html = read('nodes/koppel-exchange.html');
    const shown = [...html.matchAll(/<(?:input|select)[^>]* id="node-input-(\w+)"/g)].map(([, name = '']) => name);
    expect(Object.keys(defaults).toSorted()).toEqual(shown.toSorted());
    const required = Object.keys(defaults).filter((name) => defaults[name]?.required);
    expect(required).toEqual(['agreement', 'operation', 'purpose']);
  });

  test('labels a node by its name, else by what it asks', () => {
    const operation = 'tax.find-income';
    const translate = (key: string): string => key;
    expect(label.call({ name: 'the tax authority', operation, _: translate })).toBe('the tax authority');
    expect(label.call({ name: '', operation, _: translate })).toBe(operation);
    expect(label.call({ name: '', operation: '', _: translate })).toBe('koppel-exchange.paletteLabel');
  });
});

test('the example asks with every setting that the node has', () => {
  const example = JSON.parse(read('examples/ask-about-an-address.json')) as { type: string }[];
  const asking = example.filter(({ type }) => type === 'koppel-exchange');
  for (const node of asking)
    expect(node).toMatchObject(
      Object.fromEntries(Object.keys(editorDefinition().defaults).map((key) => [key, expect.any(String)])),
    );
  expect(asking).toHaveLength(1);
});
