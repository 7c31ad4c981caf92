export { readFlowConfig, type FlowConfig } from './config.ts';
export { lendLink } from './flow-link.ts';
export { startFlowRuntime, type FlowRuntime, type FlowRuntimeOptions } from './flow-runtime.ts';
export type { SignOn } from './editor/editor-server.ts';
