import type { ProblemCode, Trace } from '@koppel/contract';
import type { Static, TObject, TSchema } from 'typebox';
import type { Call, Caller, Scope } from './actions.ts';

/** Who may use a route: anyone, or a caller whose token holds this scope (or at least one of these). */
export type Policy = 'anonymous' | { readonly scope: Scope } | { readonly anyScope: readonly Scope[] };

export type MediaType =
  | 'application/json'
  | 'application/ld+json'
  | 'application/x-www-form-urlencoded'
  | 'application/x-ndjson'
  | 'text/plain';

/** A body as the contract of the API shows it; `application/json` unless said otherwise. */
export interface BodyDescription<Schema extends TSchema = TSchema> {
  readonly schema: Schema;
  readonly example: unknown;
  readonly mediaType?: MediaType;
}

export interface ResponseDescription {
  readonly description: string;
  /** Absent when the response has no body. */
  readonly body?: BodyDescription;
  /** Headers of this response alone, by name: what they tell. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * What a route answers, with a status that it describes. The body is a JSON value, a text, an `AsyncIterable<string>`
 * for `application/x-ndjson`, or a `Buffer` that holds the body's bytes.
 */
export interface RouteReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

type NoFields = TObject<Record<never, never>>;

/** What a route is given: already authenticated, coerced and valid. */
export interface RouteInput<Access, Params, Query, Headers, Body> {
  readonly caller: Access extends 'anonymous' ? null : Caller;
  readonly params: Params;
  readonly query: Query;
  readonly headers: Headers;
  readonly body: Body;
  /** `Fsc-Transaction-Id` and `traceparent`, the caller's or new ones; `transaction` and `traceparent` are echoed. */
  readonly context: Trace;
  readonly call: Call;
}

interface RouteSpec<
  Access extends Policy,
  Params extends TObject,
  Query extends TObject,
  Headers extends TObject,
  Body extends TSchema,
> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** With the version and parameters in braces: `/v1/agreements/{id}`. */
  readonly path: `/v1/${string}`;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly policy: Access;
  readonly params?: Params;
  /** As for `params`: strings, integers and booleans; the gateway turns the text of the last two into values. */
  readonly query?: Query;
  /** Named as they are written (`Idempotency-Key`); only these reach the route. */
  readonly headers?: Headers;
  readonly body?: BodyDescription<Body>;
  /** By HTTP status; failures are not described here but by their code in `errors`. */
  readonly responses: Readonly<Record<number, ResponseDescription>>;
  /** The codes this route adds to those that the gateway itself can answer. */
  readonly errors: readonly ProblemCode[];
  perform(input: RouteInput<Access, Static<Params>, Static<Query>, Static<Headers>, Static<Body>>): Promise<RouteReply>;
}

/** One address of the HTTP interface, as a value: the gateway mounts it and describes it from this alone. */
export type Route = RouteSpec<Policy, TObject, TObject, TObject, TSchema>;

/** Keeps the types of a route's schemas for its `perform`. */
export function defineRoute<
  const Access extends Policy,
  Params extends TObject = NoFields,
  Query extends TObject = NoFields,
  Headers extends TObject = NoFields,
  Body extends TSchema = TSchema,
>(route: RouteSpec<Access, Params, Query, Headers, Body>): Route {
  return route;
}
