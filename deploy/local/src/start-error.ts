/** Why something on this machine did not start; for tests and for exit codes, the sentence is for people. */
export type StartFault = 'port-in-use' | 'disk-full' | 'not-permitted' | 'damaged' | 'in-use' | 'incomplete' | 'failed';

/** A start that did not happen; the message is one sentence that says what to do, and is shown without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly fault: StartFault;

  constructor(fault: StartFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}
