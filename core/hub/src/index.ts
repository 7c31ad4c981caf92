export { startHub, type Hub, type HubOptions } from './hub.ts';
export { readConfig } from './platform/config.ts';
export type { HubConfig } from './platform/config.schema.ts';
