import type { NodeRed, NodeStatus } from './node-red.ts';

export interface ExchangeState {
  /** Undefined when the runtime lends no link at all. */
  readonly connected: boolean | undefined;
  readonly asking: number;
  readonly lastCode: string | undefined;
}

/** What stands under the node: a state, a number or a code, and never a word of a message. */
export function statusOf(RED: NodeRed, { connected, asking, lastCode }: ExchangeState): NodeStatus {
  const text = (key: string) => RED._(`koppel-exchange.status.${key}`, { count: asking });
  if (connected === undefined) return { fill: 'red', shape: 'ring', text: text('no-link') };
  if (!connected) return { fill: 'red', shape: 'ring', text: text('disconnected') };
  if (asking > 0) return { fill: 'blue', shape: 'dot', text: text('asking') };
  if (lastCode !== undefined) return { fill: 'yellow', shape: 'ring', text: lastCode };
  return { fill: 'green', shape: 'dot', text: text('connected') };
}
