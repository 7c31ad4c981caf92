export { HttpSource, type HttpSourceOptions, type SourceMessage, type SourceReply } from './http-source.ts';
export { createJsonReader } from './json-reader.ts';
export { logQuestions } from './question-log.ts';
export { isAnyGranted } from './granted.ts';
export { requireOk } from './require-ok.ts';
export { SourceUrl } from './source-url.ts';
export * from './subject.ts';
export { abortable } from './abortable.ts';
export { traceHeaders, type Trace } from './trace-headers.ts';
