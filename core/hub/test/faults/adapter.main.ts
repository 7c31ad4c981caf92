import { KoppelError, type Question } from '@koppel/contract';
import { runAdapterProcess } from '@koppel/link';
import { directedAdapter } from '../directed-adapter.ts';

/** An adapter in a process of its own, which asks the source whose address it is given; it is there to be killed. */
const [, , source = ''] = process.argv;

async function ask({ transaction, signal }: Question): Promise<{ content: object; subjects: [] }> {
  const answer = await fetch(source, { headers: { 'Fsc-Transaction-Id': transaction }, signal });
  if (!answer.ok) throw new KoppelError('source.failed');
  return { content: (await answer.json()) as object, subjects: [] };
}

await runAdapterProcess(directedAdapter(ask));
