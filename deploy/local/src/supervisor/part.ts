/** Something that runs beside us and may end by itself. */
export interface RunningPart {
  /** Resolves when it has ended, by `stop` or by itself. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

/** Something that can be started, and started again on the same addresses after it ended. */
export interface Part<Running extends RunningPart = RunningPart> {
  readonly name: string;
  start(): Promise<Running>;
}
