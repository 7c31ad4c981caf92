export * from './refusal-watch.ts';
