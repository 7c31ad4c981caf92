import type { Context } from '../context.ts';
import { failed, type Check, type CheckResult, type CheckStatus } from '../doctor/check.ts';
import { homeChecks } from '../doctor/home-checks.ts';
import { machineChecks } from '../doctor/machine-checks.ts';
import { partChecks } from '../doctor/part-checks.ts';
import { CheckFailure } from '../exit-code.ts';

const checks = [...machineChecks, ...partChecks, ...homeChecks];

const marks: Readonly<Record<CheckStatus, readonly [style: 'green' | 'yellow' | 'red', mark: string]>> = {
  ok: ['green', 'ok     '],
  warning: ['yellow', 'warning'],
  failed: ['red', 'failed '],
};

/** @throws CheckFailure when a check failed; all of them have been printed. */
export async function examine(context: Context): Promise<void> {
  const results = await Promise.all(checks.map((check) => runCheck(check, context)));
  const isHealthy = results.every(({ status }) => status !== 'failed');
  context.print({ healthy: isHealthy, checks: results }, () =>
    results.map(({ name, status, message }) => `${context.paint(...marks[status])}  ${name}: ${message}`).join('\n'),
  );
  if (!isHealthy) throw new CheckFailure('A check failed');
}

async function runCheck(check: Check, context: Context): Promise<CheckResult & { readonly name: string }> {
  try {
    return { name: check.name, ...(await check.run(context)) };
  } catch (error) {
    return {
      name: check.name,
      ...failed(`Could not be checked: ${error instanceof Error ? error.message : String(error)}`),
    };
  }
}
