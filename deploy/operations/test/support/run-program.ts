import { execFile, type ExecFileOptions } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Verdict {
  readonly ok: boolean;
  /** Everything that was said. */
  readonly output: string;
}

/** Runs a program whose exit code is its verdict. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: ExecFileOptions = {},
): Promise<Verdict> {
  try {
    const { stdout, stderr } = await run(program, args, { ...options, encoding: 'utf8' });
    return { ok: true, output: `${stdout}${stderr}` };
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string };
    return { ok: false, output: `${stdout}${stderr}` };
  }
}
