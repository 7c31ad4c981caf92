import { startTitles, type ProgressEvent, type ShowProgress, type StartTitle } from '@koppel/local';
import { Listr } from 'listr2';
import type { Context } from '../context.ts';

/** A display of a start, and the end of it. */
export interface ProgressDisplay {
  readonly show: ShowProgress;
  /** Resolves when the last line stands. */
  finish(): Promise<void>;
}

/** Moving lines on a terminal, one line per finished part elsewhere, nothing with --json. */
export function createProgressDisplay(context: Context): ProgressDisplay {
  if (context.isJson) return { show: () => undefined, finish: async () => undefined };
  return context.surroundings.output.isTTY === true ? new MovingDisplay() : new PlainDisplay(context);
}

class PlainDisplay implements ProgressDisplay {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  show = ({ title, state, detail = '' }: ProgressEvent): void => {
    if (state !== 'begun') this.#context.write(`${state === 'done' ? 'ready ' : 'failed'} ${title}: ${detail}\n`);
  };

  async finish(): Promise<void> {}
}

class MovingDisplay implements ProgressDisplay {
  readonly #ends = new Map<StartTitle, PromiseWithResolvers<string | undefined>>(
    startTitles.map((title) => [title, Promise.withResolvers()]),
  );
  readonly #list: Promise<unknown>;

  constructor() {
    const tasks = startTitles.map((title) => ({
      title,
      task: async (_: unknown, task: { title: string; skip: (words: string) => void }) => {
        const detail = await this.#ends.get(title)?.promise;
        if (detail === undefined) task.skip(`${title}: not started`);
        else task.title = `${title}: ${detail}`;
      },
    }));
    this.#list = new Listr(tasks, {
      concurrent: true,
      exitOnError: false,
      rendererOptions: { collapseErrors: false },
    }).run();
  }

  show = ({ title, state, detail = '' }: ProgressEvent): void => {
    const end = this.#ends.get(title);
    if (state === 'done') end?.resolve(detail);
    if (state === 'failed') end?.reject(new Error(detail));
  };

  async finish(): Promise<void> {
    // What never began will not begin any more.
    for (const { resolve } of this.#ends.values()) resolve(undefined);
    await this.#list;
  }
}
