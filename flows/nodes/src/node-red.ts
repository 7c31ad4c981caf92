import type { FlowLink } from './flow-link.ts';

/** The part of Node-RED's API that the palette uses; Node-RED ships no types. */
export interface NodeRed {
  readonly settings: { readonly koppel?: FlowLink };
  readonly nodes: {
    createNode(node: FlowNode, config: object): void;
    registerType(type: string, constructor: (this: FlowNode, config: never) => void): void;
  };
  readonly util: {
    evaluateNodeProperty(property: Property, type: string, ...rest: [FlowNode, FlowMessage, PropertyCallback]): void;
  };
  /** Translates a key of the node's own catalogue into the server's language. */
  _(key: string, replacements?: Record<string, string | number>): string;
}

type Property = string;
type PropertyCallback = (error: Error | null, value: unknown) => void;

export interface FlowMessage {
  payload?: unknown;
  koppel?: unknown;
  /** The same for all copies of a message that one run of a flow makes. */
  _msgid?: string;
  [property: string]: unknown;
}

export interface NodeStatus {
  readonly fill: 'red' | 'green' | 'yellow' | 'blue' | 'grey';
  readonly shape: 'ring' | 'dot';
  readonly text: string;
}

export type Send = (message: FlowMessage) => void;
export type Done = (error?: Error) => void;

export interface FlowNode {
  on(event: 'input', listener: (message: FlowMessage, send: Send, done: Done) => void): void;
  on(event: 'close', listener: (removed: boolean, done: Done) => void): void;
  status(status: NodeStatus): void;
}
