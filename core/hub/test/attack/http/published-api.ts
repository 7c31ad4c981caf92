import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

export type Json = Readonly<Record<string, unknown>>;

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Json;
}

interface Description {
  readonly operationId: string;
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: Json; example: unknown }>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema: Json }>> }>>;
}

interface Document {
  readonly servers: readonly [{ readonly url: string }];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Description>>>>;
  readonly components: { readonly parameters: Readonly<Record<string, Parameter>> };
}

/** One operation as a stranger knows it, who has read nothing but the published document. */
export interface PublishedOperation {
  readonly id: string;
  readonly method: string;
  /** With its base, and with names in braces. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly mediaType: string | undefined;
  readonly body: Json | undefined;
  readonly example: unknown;
  /** Whether the published schemas allow these parts; texts of path and query as they were sent. */
  readonly allows: (parts: SentParts) => boolean;
}

export interface SentParts {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const ajv = new Ajv2020({ strict: false, validateFormats: false, ownProperties: true, logger: false });

export async function readPublishedApi(hub: string): Promise<PublishedOperation[]> {
  const document = (await (await fetch(`${hub}/v1/openapi.json`)).json()) as Document;
  const base = new URL(document.servers[0].url).pathname;
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, description]) =>
      readOperation({ method: method.toUpperCase(), path: base + path, description, document }),
    ),
  );
}

interface Found {
  readonly method: string;
  readonly path: string;
  readonly description: Description;
  readonly document: Document;
}

function readOperation({ method, path, description, document }: Found): PublishedOperation {
  const parameters = (description.parameters ?? []).map((parameter) =>
    '$ref' in parameter ? (document.components.parameters[nameOf(parameter.$ref)] as Parameter) : parameter,
  );
  const [mediaType, content] = Object.entries(description.requestBody?.content ?? {})[0] ?? [];
  const body = content?.schema;
  const parts = { path, parameters, method, mediaType, body, example: content?.example };
  return { id: description.operationId, ...parts, allows: judgeOf(parameters, body) };
}

const nameOf = (reference: string): string => reference.split('/').at(-1) ?? '';

function judgeOf(parameters: readonly Parameter[], body: Json | undefined): PublishedOperation['allows'] {
  const validators = new Map(parameters.map((parameter) => [parameter, ajv.compile(parameter.schema)] as const));
  const bodyValidator = body === undefined ? undefined : ajv.compile(body);
  return (sent) =>
    [...validators].every(([parameter, validate]) => isParameterAllowed(parameter, validate, sent)) &&
    Object.keys(sent.query).every((name) => parameters.some((one) => one.in === 'query' && one.name === name)) &&
    (bodyValidator === undefined || bodyValidator(sent.body));
}

function isParameterAllowed(parameter: Parameter, validate: ValidateFunction, sent: SentParts): boolean {
  if (parameter.in === 'header') return true;
  const text = sent[parameter.in][parameter.name];
  if (text === undefined) return parameter.required !== true;
  return validate(coerced(text, parameter.schema['type']));
}

/** A parameter is text; which number or boolean it means is what its type says. */
function coerced(text: string, type: unknown): unknown {
  if (type === 'integer' && /^-?[0-9]+$/.test(text)) return Number(text);
  return type === 'boolean' && /^(true|false)$/.test(text) ? text === 'true' : text;
}
