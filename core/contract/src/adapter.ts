import type { Static, TSchema } from 'typebox';
import type { EventDefinition, EventMessage } from './event.ts';
import type { SubjectId } from './field.ts';
import type { Log } from './host.ts';
import type { Manifest } from './manifest.ts';
import type { Mode, Operation } from './operation.ts';

/** A question as a handler receives it: already allowed, logged and valid against the operation's request schema. */
export interface Question<Request = unknown> {
  readonly operation: string;
  readonly version: string;
  readonly mode: Mode;
  /** The granted leaves; a source that can select should be asked for no more than these. */
  readonly fields: readonly string[];
  readonly request: Request;
  readonly agreement: string;
  readonly purpose: string;
  /** The `Fsc-Transaction-Id` (UUIDv7) to pass on to the source and to write in the adapter's own log. */
  readonly transaction: string;
  readonly traceparent: string;
  /** Shows a call to the source in the trace; absent when nobody traces. */
  readonly traceCall?: TraceCall;
  /** Fires when the deadline has passed or the hub no longer waits. */
  readonly signal: AbortSignal;
}

/** What a call to the source is told, and what it tells. */
export interface TracedCall {
  /** To send to the source instead of the question's own. */
  readonly traceparent: string;
  /** The status that the source answered with. */
  readonly noteStatus: (status: number) => void;
}

/** Lasts as long as the call. The name is one of few, such as `GET` or `SELECT`: never a path, a query or a value. */
export type TraceCall = <Result>(name: string, call: (step: TracedCall) => Promise<Result>) => Promise<Result>;

/** An answer with content; `subjects` names everybody the answer is about, for the log of disclosures. */
export interface ContentAnswer<Reply = unknown> {
  readonly content: Reply;
  readonly subjects: readonly SubjectId[];
}

export interface MatchAnswer {
  readonly hit: boolean;
  readonly subjects: readonly SubjectId[];
}

export type Answer = ContentAnswer | MatchAnswer;

/** What an adapter does for one operation. Throw a `KoppelError` (`source.*`) for what went wrong at the source. */
export interface OperationHandler<Request = unknown, Reply = unknown> {
  readonly operation: Operation;
  content?(question: Question<Request>): Promise<ContentAnswer<Reply>>;
  match?(question: Question<Request>): Promise<MatchAnswer>;
}

interface TypedHandler<Request extends TSchema, Reply extends TSchema> {
  content?(question: Question<Static<Request>>): Promise<ContentAnswer<Static<Reply>>>;
  match?(question: Question<Static<Request>>): Promise<MatchAnswer>;
}

/** Ties a handler to its operation, so that its question and its reply have the operation's types. */
export function defineHandler<Request extends TSchema, Reply extends TSchema>(
  operation: Operation<Request, Reply>,
  handler: TypedHandler<Request, Reply>,
): OperationHandler {
  // Methods take their parameter bivariantly; sound here, because the hub validated the request against the schema.
  return { operation, ...handler };
}

/** What the adapter's process lends it. */
export interface AdapterHost {
  readonly log: Log;
  /** The value of a secret that the manifest names. */
  secret(name: string): string;
  /**
   * Tells the hub what happened at the source; resolves once the hub keeps it. After a retryable failure publish it
   * again under the same id.
   *
   * @throws KoppelError the hub's problem, or `hub.unavailable`, `link.*`, `exchange.deadline`.
   */
  publish(event: EventMessage): Promise<void>;
}

/** A started adapter: nothing is half open. */
export interface RunningAdapter {
  readonly handlers: readonly OperationHandler[];
  /** Resolves when the source can be asked; throws a `KoppelError` that says why not. */
  checkHealth(): Promise<void>;
  stop(): Promise<void>;
}

/** Connects one partner system. `start` either returns a working adapter or throws and leaves nothing open. */
export interface Adapter<Config extends TSchema = TSchema> {
  readonly manifest: Omit<Manifest, 'configSchema' | 'owner' | 'operations' | 'events'> & {
    readonly operations: readonly Operation[];
    readonly events: readonly EventDefinition[];
  };
  readonly config: Config;
  start(config: Static<Config>, host: AdapterHost): Promise<RunningAdapter>;
}

export function defineAdapter<Config extends TSchema>(adapter: Adapter<Config>): Adapter<Config> {
  return adapter;
}

/** The manifest as it is registered: the adapter's own words plus the organisation that runs it. */
export function manifestOf(adapter: Adapter, owner: string): Manifest {
  // Schemas are plain JSON once their symbols are gone; that is the form that travels.
  return JSON.parse(JSON.stringify({ ...adapter.manifest, owner, configSchema: adapter.config }));
}
