/** A keyboard's interrupt arrives twice at once when a starter passes it on; that is one wish, not two. */
const oneWishMs = 1000;

/** Aborts at the first wish to end; a second one, later, ends at once what would still take time. */
export function catchInterrupts(): AbortSignal {
  const controller = new AbortController();
  let firstAt = 0;
  const end = (): void => {
    if (!controller.signal.aborted) {
      firstAt = Date.now();
      controller.abort(new Error('Interrupted'));
    } else if (Date.now() - firstAt > oneWishMs) process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  return controller.signal;
}
