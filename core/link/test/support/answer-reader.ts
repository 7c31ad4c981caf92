import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

const readerTimeoutMs = 2000;

/** Gives whoever reads the pipe its text. A program that gave up before it opened the pipe is not waited for. */
export async function answerReader(path: string, text: string): Promise<void> {
  const until = Date.now() + readerTimeoutMs;
  while (Date.now() < until) {
    // Without a reader this fails at once instead of waiting for one for ever.
    const pipe = await open(path, constants.O_WRONLY | constants.O_NONBLOCK).catch(() => undefined);
    if (pipe) {
      await pipe.writeFile(text);
      await pipe.close();
      return;
    }
    await new Promise(setImmediate);
  }
}
