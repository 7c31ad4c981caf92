import { compileSchema, KoppelError, type Fault, type Validator } from '@koppel/contract';
import { Type, type TObject, type TSchema } from 'typebox';
import type { Route } from '../platform/route.ts';

/** The raw parts of a request as Fastify has them. */
export interface RawRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

/** The same parts, coerced and valid. */
export interface ReadRequest {
  readonly params: Record<string, unknown>;
  readonly query: Record<string, unknown>;
  readonly headers: Record<string, unknown>;
  readonly body: unknown;
}

type PartName = keyof ReadRequest;
type Coercion = (text: string) => unknown;
type Coercions = readonly (readonly [string, Coercion])[];

const nothing = Type.Object({}, { additionalProperties: false });

/** Compiles what a route's schemas say about a request, once, when the route is mounted. */
export class RequestReader {
  readonly #validators: readonly (readonly [PartName, Validator])[];
  readonly #paramCoercions: Coercions;
  readonly #queryCoercions: Coercions;
  readonly #headers: readonly (readonly [string, string])[];

  constructor(route: Route) {
    const params = closed(route.params);
    const query = closed(route.query);
    const headers = closed(route.headers);
    this.#validators = [
      ['params', compileSchema(params)],
      ['query', compileSchema(query)],
      ['headers', compileSchema(headers)],
      ...bodyValidator(route),
    ];
    this.#paramCoercions = coercionsOf(params);
    this.#queryCoercions = coercionsOf(query);
    this.#headers = Object.keys(headers.properties).map((name) => [name, name.toLowerCase()] as const);
  }

  /** @throws KoppelError `request.invalid` that lists the faults of all parts together, and `known` with them. */
  read(request: RawRequest, known: readonly Fault[]): ReadRequest {
    const parts: ReadRequest = {
      params: coerce(request.params, this.#paramCoercions),
      query: coerce(request.query, this.#queryCoercions),
      headers: this.#pick(request.headers),
      body: request.body,
    };
    if (known.length === 0 && this.#validators.every(([name, validator]) => validator.isValid(parts[name])))
      return parts;
    const faults = this.#validators.flatMap(([name, validator]) => faultsOf(name, validator, parts[name]));
    throw new KoppelError('request.invalid', undefined, { details: { faults: [...known, ...faults] } });
  }

  #pick(headers: RawRequest['headers']): Record<string, unknown> {
    const picked: Record<string, unknown> = {};
    for (const [name, lowerCase] of this.#headers) {
      if (headers[lowerCase] !== undefined) picked[name] = headers[lowerCase];
    }
    return picked;
  }
}

const partTitles = { params: '/path', query: '/query', headers: '/headers', body: '/body' } as const;

function faultsOf(name: PartName, validator: Validator, value: unknown): Fault[] {
  const title = partTitles[name];
  if (value === undefined) return [{ path: title, message: 'is missing' }];
  return validator.faultsOf(value).map(({ path, message }) => ({ path: path === '/' ? title : title + path, message }));
}

const closed = (schema: TObject = nothing): TObject => Type.Object(schema.properties, { additionalProperties: false });

/** An open body would let a field pass that nobody looked at: a mistake of the route, found when the hub starts. */
function bodyValidator({ body, operationId }: Route): (readonly ['body', Validator])[] {
  if (!body) return [];
  const schema: TSchema & { type?: string; additionalProperties?: unknown } = body.schema;
  if (schema.type === 'object' && schema.additionalProperties !== false) {
    throw new TypeError(`the body of ${operationId} must be closed`);
  }
  return [['body', compileSchema(schema)]];
}

/** Path and query are text; only a text that is exactly one integer or boolean becomes one, the rest is left to the schema. */
function coercionsOf({ properties }: TObject): Coercions {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const type = (schema as { type?: string }).type;
    if (type === 'integer') return [[name, integerOf] as const];
    return type === 'boolean' ? [[name, booleanOf] as const] : [];
  });
}

function coerce(part: unknown, coercions: Coercions): Record<string, unknown> {
  const values = part as Record<string, unknown>;
  for (const [name, coercion] of coercions) {
    const text = values[name];
    if (typeof text === 'string') values[name] = coercion(text);
  }
  return values;
}

const integerOf: Coercion = (text) => (/^(0|-?[1-9][0-9]{0,14})$/.test(text) ? Number(text) : text);
const booleanOf: Coercion = (text) => (text === 'true' || text === 'false' ? text === 'true' : text);
