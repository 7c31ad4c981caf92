/** What may be logged of an error that nobody expected: never its message, because a flow's data can be in it. */
export function placeOf(error: unknown): object {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^ +at /.test(line));
  const code = (error as NodeJS.ErrnoException).code;
  const at = frames.slice(0, 8).map((line) => line.trim());
  return { error: error.name, ...(code === undefined ? {} : { code }), at };
}
