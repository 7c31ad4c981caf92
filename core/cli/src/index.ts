export * from './context.ts';
export * from './exit-code.ts';
export * from './run.ts';
