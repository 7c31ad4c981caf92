import { describe, expect, test } from '@jest/globals';
import type { Check } from '../src/run-checks.ts';
import { runChecks } from '../src/run-checks.ts';

const script = (name: string, code: string): Check => ({
  name,
  program: 'node',
  args: ['-e', code],
  repair: `Repair ${name}.`,
});

async function run(...checks: Check[]) {
  let text = '';
  const report = await runChecks(checks, (more) => {
    text += more;
  });
  return { report, text };
}

describe('the checks', () => {
  test('report a passing check in one line and keep its output to themselves', async () => {
    const { report, text } = await run(script('quiet', 'console.log("chatter")'));
    expect(report).toEqual({ passed: ['quiet'], failed: [] });
    expect(text).toMatch(/^quiet +ok \(\d+\.\d s\)\n$/);
  });

  test('show of a failing check what it said on both streams, the repair and the command to run again', async () => {
    const { report, text } = await run(script('loud', 'console.log("found"); console.error("fault"); process.exit(3)'));
    expect(report).toEqual({ passed: [], failed: ['loud'] });
    for (const part of ['FAILED', 'found', 'fault', 'Repair loud.', 'npm run check -- loud'])
      expect(text).toContain(part);
  });

  test('go on after a failure', async () => {
    const { report } = await run(script('first', 'process.exit(1)'), script('second', ''));
    expect(report).toEqual({ passed: ['second'], failed: ['first'] });
  });

  test('fail when the tool cannot be started', async () => {
    const { report, text } = await run({ name: 'absent', program: 'no-such-tool', args: [], repair: 'Install it.' });
    expect(report.failed).toEqual(['absent']);
    expect(text).toContain('ENOENT');
  });

  test('run the tools of this repository on the Node that npm brought', async () => {
    const { report } = await run(script('node', 'process.exit(process.versions.node.startsWith("24.") ? 0 : 1)'));
    expect(report.failed).toEqual([]);
  });
});
