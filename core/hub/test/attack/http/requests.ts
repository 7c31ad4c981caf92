import fc from 'fast-check';
import type { PublishedOperation, SentParts } from './published-api.ts';
import { hostileTexts, hostileValues, valuesOf } from './values.ts';

/** A request as it goes over the wire, and the parts that its sender meant. */
export interface Sent {
  readonly operation: PublishedOperation;
  readonly identity: string;
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  /** Undefined when what was sent is no request of this operation at all. */
  readonly parts: SentParts | undefined;
}

export interface Ground {
  readonly identities: readonly string[];
  /** Identifiers that the hub gave out. */
  readonly known: readonly string[];
}

interface Drawn {
  readonly identity: string;
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly harm: Harm;
}

type Harm = (sent: Sent) => Sent;

const unharmed: Harm = (sent) => sent;

/** A body that is no JSON of this schema, or none at all. */
const rawBodies = [
  '',
  '{',
  'null',
  '[]',
  '"text"',
  '{"a":1,"a":2}',
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{}}}',
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`,
  '{"a":1e999}',
  String.raw`{"a":"\ud800"}`,
  `{"a":"${'x'.repeat(300_000)}"}`,
  '\ufeff{}',
  '{}\0',
  'client_assertion=a&client_assertion=b',
];

const headerHarms: readonly Readonly<Record<string, string>>[] = [
  { 'content-type': 'text/xml' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'content-type': 'application/json;' },
  { 'content-encoding': 'gzip' },
  { accept: 'image/png' },
  { accept: '*/*;q=0' },
  { authorization: 'Bearer a.b.c' },
  { authorization: 'Basic dTpw' },
  { authorization: `Bearer ${'x'.repeat(8_000)}` },
  { 'fsc-transaction-id': 'nothing' },
  { traceparent: 'x'.repeat(200) },
  { 'if-match': '"99"' },
  { 'if-match': '*' },
  { 'idempotency-key': 'x'.repeat(3_000) },
  { 'x-forwarded-for': '127.0.0.1' },
  { 'x-http-method-override': 'DELETE' },
  { expect: '200-nothing' },
  { host: 'elsewhere.example' },
  { origin: 'null' },
];

const targets = ['/', '//', '/v1', '/v1/../v1/me', '/v1/%2e%2e/metrics', '/v1/me%00', '/v1/me;a=b', '/v1/%ff', '/%'];

const harms: fc.Arbitrary<Harm> = fc.oneof(
  { weight: 14, arbitrary: fc.constant(unharmed) },
  fc.constantFrom(...rawBodies).map(
    (text): Harm =>
      (sent) =>
        sent.body === undefined ? sent : { ...sent, body: Buffer.from(text), parts: partsWith(sent, text) },
  ),
  fc.uint8Array({ maxLength: 60 }).map(
    (bytes): Harm =>
      (sent) =>
        sent.body === undefined ? sent : { ...sent, body: Buffer.from(bytes), parts: undefined },
  ),
  fc.constantFrom(...headerHarms).map(
    (headers): Harm =>
      (sent) => ({ ...sent, headers: { ...sent.headers, ...headers } }),
  ),
  fc.constantFrom(...targets).map(
    (target): Harm =>
      (sent) => ({ ...sent, target, parts: undefined }),
  ),
  fc.constantFrom('PATCH', 'DELETE', 'PUT', 'OPTIONS', 'HEAD').map(
    (method): Harm =>
      (sent) => ({ ...sent, method, parts: undefined }),
  ),
);

const partsWith = ({ parts }: Sent, text: string): SentParts | undefined => {
  try {
    return parts && { ...parts, body: JSON.parse(text) };
  } catch {
    return undefined;
  }
};

/** Now and then one place in a value becomes something else: elsewhere, of another type, or one property more. */
const changed = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 3, arbitrary: value },
    {
      weight: 2,
      arbitrary: fc.tuple(value, fc.nat(), hostileValues).map(([whole, at, other]) => withOther(whole, at, other)),
    },
  );

function withOther(whole: unknown, at: number, other: unknown): unknown {
  if (typeof whole !== 'object' || whole === null) return other;
  const keys = Object.keys(whole);
  if (at % 7 === 0) return Array.isArray(whole) ? [...whole, other] : { ...whole, notKnown: other };
  const key = keys[at % Math.max(keys.length, 1)];
  if (key === undefined) return other;
  const child = withOther((whole as Record<string, unknown>)[key], Math.floor(at / 3), other);
  return Array.isArray(whole) ? whole.with(Number(key), child) : { ...whole, [key]: child };
}

/** Requests for one operation: sound ones, ones at the edge, broken ones and hostile ones. */
export function requestsOf(operation: PublishedOperation, { identities, known }: Ground): fc.Arbitrary<Sent> {
  const { parameters, body, example } = operation;
  const named = (place: string) => {
    const here = parameters.filter((parameter) => parameter.in === place);
    const models = here.map(({ name, schema }) => [name, mostly(valuesOf(schema, known), texts)] as const);
    const requiredKeys = here.filter(({ required }) => required).map(({ name }) => name);
    return fc.record(Object.fromEntries(models), { requiredKeys });
  };
  const bodies =
    body === undefined ? fc.constant(undefined) : changed(fc.oneof(valuesOf(body, known), fc.constant(example)));
  return fc
    .record({
      identity: fc.constantFrom(...identities),
      path: named('path'),
      query: mostly(named('query'), unknownQueries),
      headers: named('header'),
      body: bodies,
      harm: harms,
    })
    .map((drawn) => drawn.harm(compose(operation, drawn)));
}

const texts = fc.constantFrom<unknown>(...hostileTexts);
const unknownQueries = fc.dictionary(fc.string({ maxLength: 8 }), texts, { maxKeys: 2 });

function mostly<Value>(arbitrary: fc.Arbitrary<Value>, otherwise: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 9, arbitrary }, { weight: 1, arbitrary: otherwise });
}

function compose(operation: PublishedOperation, drawn: Drawn): Sent {
  const path = textsOf(drawn.path);
  const query = textsOf(drawn.query);
  const search = Object.entries(query).map((pair) => pair.map(encode).join('='));
  const target = operation.path.replaceAll(/\{([^}]+)\}/g, (_whole, name: string) => encode(path[name] ?? ''));
  const content = contentOf(operation, drawn.body);
  return {
    operation,
    identity: drawn.identity,
    method: operation.method,
    target: target + (search.length > 0 ? `?${search.join('&')}` : ''),
    headers: { ...headersOf(drawn.headers), ...(content && { 'content-type': String(operation.mediaType) }) },
    body: content,
    parts: { path, query, body: drawn.body },
  };
}

/** Not what the value says of itself: it may be hostile. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

const textsOf = (values: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textOf(value).toWellFormed()]));

/** Of a header only what an HTTP client lets pass. */
const headersOf = (values: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(textsOf(values))
      .map(([name, text]) => [name.toLowerCase(), text.replaceAll(/[^\t\x20-\x7e]/g, '').slice(0, 4_000)] as const)
      .filter(([, text]) => text !== ''),
  );

const encode = (text: string): string => encodeURIComponent(text.slice(0, 6_000).toWellFormed());

function contentOf({ mediaType, body }: PublishedOperation, value: unknown): Buffer | undefined {
  if (body === undefined) return undefined;
  if (mediaType === 'application/json') return Buffer.from(JSON.stringify(value ?? null));
  const fields = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Buffer.from(
    new URLSearchParams(
      fields.map(([name, field]): [string, string] => [name, textOf(field).slice(0, 9_000)]),
    ).toString(),
  );
}
