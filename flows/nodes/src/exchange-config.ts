import {
  compileSchema,
  ExchangeRequest,
  KoppelError,
  type ExchangeRequest as Request,
  type Validator,
} from '@koppel/contract';
import type { FlowMessage, FlowNode, NodeRed } from './node-red.ts';

/** The node's settings as the editor saves them; empty means: not given. */
export interface ExchangeConfig {
  readonly agreement: string;
  readonly operation: string;
  readonly purpose: string;
  readonly mode: string;
  readonly subjectRole: string;
  readonly deadlineMs: string | number;
  readonly request: string;
  readonly requestType: string;
  readonly actor: string;
  readonly actorType: string;
}

/** What a message may carry in `msg.koppel` to the node. */
export interface FlowContext {
  readonly actor?: unknown;
  readonly case?: unknown;
  readonly prerequisites?: unknown;
  readonly transaction?: unknown;
  readonly traceparent?: unknown;
  /** Of an exchange that failed earlier in the flow. */
  readonly error?: unknown;
}

export function contextOf(message: FlowMessage): FlowContext {
  const { koppel } = message;
  return typeof koppel === 'object' && koppel !== null ? koppel : {};
}

let validator: Validator | undefined;

/**
 * Puts settings and message together to the request that goes to the hub.
 *
 * @throws KoppelError `request.invalid` with all faults by path; the values stay out of it.
 */
export async function buildRequest(RED: NodeRed, asked: Asked): Promise<Request> {
  const { config, message } = asked;
  const { case: caseId, prerequisites } = contextOf(message);
  const request = withoutUndefined({
    agreement: config.agreement,
    operation: config.operation,
    purpose: config.purpose,
    actor: await evaluate(RED, asked, 'actor'),
    mode: config.mode || undefined,
    subjectRole: config.subjectRole || undefined,
    case: caseId,
    prerequisites,
    deadlineMs: config.deadlineMs === '' ? undefined : Number(config.deadlineMs),
    request: await evaluate(RED, asked, 'request'),
  });
  validator ??= compileSchema(ExchangeRequest);
  const faults = validator.faultsOf(request);
  if (faults.length > 0) throw new KoppelError('request.invalid', undefined, { details: { faults } });
  return request as Request;
}

export interface Asked {
  readonly node: FlowNode;
  readonly config: ExchangeConfig;
  readonly message: FlowMessage;
}

function evaluate(RED: NodeRed, { node, config, message }: Asked, name: 'actor' | 'request'): Promise<unknown> {
  return new Promise((resolve) => {
    RED.util.evaluateNodeProperty(config[name], config[`${name}Type`], node, message, (error, value) => {
      // What cannot be evaluated is missing: the check of the request says so, by path and without values.
      resolve(error ? undefined : value);
    });
  });
}

/** A request is compared and checked as JSON, where a member is there or not. */
function withoutUndefined(request: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
}
