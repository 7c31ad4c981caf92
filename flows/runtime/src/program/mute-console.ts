/** Flows and libraries can reach `console`; what they write there could be anything of a message. */
export function muteConsole(): void {
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table'] as const) {
    console[method] = () => undefined;
  }
}
