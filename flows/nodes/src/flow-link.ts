import type { ExchangeReply, ExchangeRequest } from '@koppel/contract';

/** How a question is traced; both ids go to the hub, the provider and both logs. */
export interface FlowTrace {
  /** The `Fsc-Transaction-Id` (UUIDv7) that all questions of one flow run share. */
  readonly transaction: string;
  /** W3C Trace Context of whoever started the flow. */
  readonly traceparent?: string;
}

/**
 * What the runtime lends the palette as `RED.settings.koppel`: a way to ask. Credentials stay behind it, so that the
 * author of a flow never sees them.
 */
export interface FlowLink {
  readonly connected: boolean;
  /** Calls back at each change of `connected`; returns what stops that. */
  onChange(listener: () => void): () => void;
  /** Rejects with a `KoppelError`, at the latest some moments after the request's deadline. */
  exchange(request: ExchangeRequest, trace: FlowTrace): Promise<ExchangeReply>;
}
