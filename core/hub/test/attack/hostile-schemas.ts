import { mark } from '@koppel/contract';
import { aManifest } from '../manifests.ts';

export const deep = (levels: number, open = '{"a":', close = '}'): string =>
  `${open.repeat(levels)}1${close.repeat(levels)}`;
export const many = <Value>(count: number, make: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => make(index));
export const record = (count: number, value: unknown): Record<string, unknown> =>
  Object.fromEntries(many(count, (index) => [`k${index}`, value]));

export const leaf = {
  type: 'string',
  maxLength: 200_000,
  ...mark({ category: 'identity', subjectRole: 'any', secrecy: 'none' }),
};
const [operation] = aManifest().operations;

/** A sound manifest whose operation answers by another schema. */
export const withReply = (reply: unknown): string => {
  const example = { request: operation?.example.request, reply: {} };
  return JSON.stringify(aManifest({ operations: [{ ...operation, modes: ['content'], reply, example } as never] }));
};
export const withName = (name: unknown): string =>
  withReply({ type: 'object', properties: { name }, additionalProperties: false });
const withText = (text: string): string => withReply('HERE').replace('"HERE"', text);

export const patterns = [
  '^(a+)+$',
  '^(a|a)*$',
  '^(a|aa)+$',
  '^(.*a){25}$',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
  '^([a-zA-Z]+)*$',
  '(x+x+)+y',
  '^(a?){100}a{100}$',
  '^.*.*.*.*.*.*.*.*=.*$',
  String.raw`^(\w+\s?)*$`,
  String.raw`^([0-9]+|\d+)*!$`,
  '(?=(a+))\\1b',
  '^(?!(a+)+$)',
  '(?<=a+)b',
  '^(?<n>a)\\k<n>$',
  '((((a{1,99}){1,99}){1,99}){1,99}){1,99}',
  '^[a-z]{1000}{1000}$',
  '^(a{0,1000}){0,1000}$',
  '(?:(?:(?:a*)*)*)*b',
  `^${'(a|b'.repeat(40)}${')'.repeat(40)}$`,
  `^${'('.repeat(180)}$`,
  `^${'a?'.repeat(99)}$`,
  String.raw`^\p{L}+\p{L}+\p{L}+$`,
  '[',
  '*',
  '\\',
  '\u0000',
];

const closed = { type: 'object', properties: { name: leaf }, additionalProperties: false };
/** What a reply may not be. */
export const schemas: Readonly<Record<string, unknown>> = {
  'a reference to itself': { $ref: '#' },
  'a reference to itself beside what it may be': { ...closed, $ref: '#' },
  'two definitions that refer to one another': {
    ...closed,
    $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } },
  },
  'a dynamic reference': { ...closed, $dynamicAnchor: 'a', $dynamicRef: '#a' },
  'a reference elsewhere': { $ref: 'http://169.254.169.254/schema.json' },
  'an id elsewhere': { ...closed, $id: 'http://169.254.169.254/schema.json' },
  'another dialect': { ...closed, $schema: 'http://169.254.169.254/dialect.json' },
  'the asynchronous keyword': { ...closed, $async: true },
  'discriminated data': { ...closed, discriminator: { propertyName: 'name' } },
  'a reference into data': { ...closed, maxProperties: { $data: '/name' } },
  'a format': { ...closed, properties: { name: { ...leaf, format: 'regex' } } },
  'unevaluated properties': { ...closed, unevaluatedProperties: { type: 'string' } },
  'unevaluated items': { ...closed, unevaluatedItems: false },
  'choices within choices': { anyOf: many(50, () => ({ oneOf: many(50, () => ({ allOf: [closed, closed] })) })) },
  'a negation': { ...closed, not: closed },
  'a condition': { ...closed, if: closed, else: closed },
  'properties by pattern': { ...closed, patternProperties: { '^(a+)+$': leaf } },
  'names of properties': { ...closed, propertyNames: { pattern: '^(a+)+$' } },
  'dependent schemas': { ...closed, dependentSchemas: { name: closed } },
  contains: { ...closed, properties: { list: { type: 'array', maxItems: 9, items: leaf, contains: leaf } } },
  'an open object': { type: 'object', properties: { name: leaf } },
  'open additional properties': { ...closed, additionalProperties: leaf },
  'two types': { ...closed, type: ['object', 'null'] },
  'an array without end': { ...closed, properties: { list: { type: 'array', items: leaf } } },
  'arrays of arrays': {
    ...closed,
    properties: {
      list: many(9, () => 0).reduce<object>((items) => ({ type: 'array', maxItems: 100_000, items }), leaf),
    },
  },
  'items that are compared': {
    ...closed,
    properties: { list: { type: 'array', maxItems: 100_000, uniqueItems: true, items: closed } },
  },
  'a choice of fifty thousand words': {
    ...closed,
    properties: { name: { ...leaf, enum: many(20_000, (index) => `w${index}`) } },
  },
  'a choice of objects': { ...closed, properties: { name: { ...leaf, enum: many(1000, () => ({ a: [{}] })) } } },
  'a constant that is a tree': { ...closed, properties: { name: { ...leaf, const: record(1000, {}) } } },
  'a text of no bound': { ...closed, properties: { name: { ...leaf, maxLength: 1e308 } } },
  'a bound below nothing': { ...closed, properties: { name: { ...leaf, maxLength: -1 } } },
  'three thousand properties': { ...closed, properties: record(3_000, leaf) },
  'three thousand required names': { ...closed, required: many(3_000, (index) => `k${index}`) },
  'the name constructor': { ...closed, required: ['constructor'] },
  'the name toString as a type': { ...closed, type: 'toString' },
  'code for a name': { ...closed, properties: { '"]);process.exit(1);//': leaf } },
  'code for a title': { ...closed, properties: { name: { ...leaf, title: '*/process.exit(1)/*', maximum: 'x' } } },
  nothing: null,
  true: true,
  'a list': [closed],
};

/** Manifests, and the code of their refusal. */
export const texts: Readonly<Record<string, readonly [string, string]>> = {
  'ten thousand levels of schema': [withText(deep(10_000, '{"type":"object","properties":{"a":')), 'request.too-deep'],
  'ten thousand levels of lists': [withText(deep(10_000, '[', ']')), 'request.too-deep'],
  'thirty levels of schema': [
    withText(deep(12, '{"type":"object","properties":{"a":', '},"additionalProperties":false}')),
    'manifest.invalid',
  ],
  'ten megabytes': [withText(`"${'x'.repeat(10_000_000)}"`), 'request.too-large'],
  'nearly a megabyte of text': [withText(`"${'x'.repeat(1_000_000)}"`), 'manifest.invalid'],
  'nearly a megabyte of names': [withText(JSON.stringify(record(60_000, 1))), 'manifest.invalid'],
  'a prototype': [withText('{"__proto__":{"type":"object"}}'), 'request.forbidden-key'],
  'a prototype, spelled otherwise': [withText(String.raw`{"\u005f_proto__":{}}`), 'request.forbidden-key'],
  'a constructor': [withText('{"constructor":{"prototype":{}}}'), 'request.forbidden-key'],
  'a type twice': [withText('{"type":"object","type":"string"}'), 'request.duplicate-key'],
  'a number beyond numbers': [withText('{"maxLength":1e999}'), 'request.malformed'],
};
