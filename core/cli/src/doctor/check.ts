import type { Context } from '../context.ts';

/** `warning`: good enough for one machine, not for production. */
export type CheckStatus = 'ok' | 'warning' | 'failed';

export interface CheckResult {
  readonly status: CheckStatus;
  /** A sentence; says what to do when it is not ok. */
  readonly message: string;
}

export interface Check {
  readonly name: string;
  run(context: Context): Promise<CheckResult>;
}

export const ok = (message: string): CheckResult => ({ status: 'ok', message });
export const warning = (message: string): CheckResult => ({ status: 'warning', message });
export const failed = (message: string): CheckResult => ({ status: 'failed', message });
