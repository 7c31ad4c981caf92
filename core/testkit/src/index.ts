export * from './adapter-world.ts';
export * from './captured-log.ts';
export * from './certificates.ts';
export { silentLog } from '@koppel/local';
export * from './http-recorder.ts';
export * from './test-database.ts';
export * from './test-nats.ts';
export * from './test-servers.ts';
export * from './wait-until.ts';
