import { runAdapterProcess } from '@koppel/link';
import { answersWell, directedAdapter } from '../directed-adapter.ts';

/** Asks a source, at the address in its environment, before it answers. */
const adapter = directedAdapter(async (question) => {
  const { traceCall, traceparent: own, signal } = question;
  const ask = (traceparent: string): Promise<Response> =>
    fetch(process.env['SOURCE_URL'] ?? '', { headers: { traceparent }, signal });
  if (!traceCall) await ask(own);
  await traceCall?.('GET', async ({ traceparent, noteStatus }) => noteStatus((await ask(traceparent)).status));
  return answersWell(question);
});

await runAdapterProcess(adapter);
