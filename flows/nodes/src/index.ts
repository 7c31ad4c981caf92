export { registerExchangeNode } from './exchange-node.ts';
export type { FlowLink, FlowTrace } from './flow-link.ts';
