export { registerExchangeNode } from './exchange-node.ts';
export type { FlowLink, FlowTrace } from './flow-link.ts';
export { createTransaction, isTraceparent, isTransaction } from './transaction.ts';
