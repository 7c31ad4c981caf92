const patienceMs = 4000;

/** Ends a run that goes on after its first failure: more of them say nothing more, and some would wait for ever. */
export default class FirstFailure {
  #timer: NodeJS.Timeout | undefined;

  onTestCaseResult(_test: unknown, { status }: { readonly status: string }): void {
    if (status === 'failed') this.#timer ??= setTimeout(() => process.exit(1), patienceMs);
  }

  onRunComplete(): void {
    clearTimeout(this.#timer);
  }
}
