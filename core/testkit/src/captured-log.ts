import type { Log } from '@koppel/contract';

export interface LogLine {
  readonly level: keyof Log;
  readonly fields: object;
  readonly message: string;
}

/** A log that keeps what it is told, for tests that search it. */
export class CapturedLog implements Log {
  readonly lines: LogLine[] = [];

  debug = (fields: object, message: string): void => this.#keep('debug', fields, message);
  info = (fields: object, message: string): void => this.#keep('info', fields, message);
  warn = (fields: object, message: string): void => this.#keep('warn', fields, message);
  error = (fields: object, message: string): void => this.#keep('error', fields, message);

  /** Everything that was logged, as it would be written. */
  text(): string {
    return this.lines.map((line) => JSON.stringify(line)).join('\n');
  }

  #keep(level: keyof Log, fields: object, message: string): void {
    this.lines.push({ level, fields, message });
  }
}
