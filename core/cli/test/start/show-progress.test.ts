import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { Context } from '../../src/index.ts';
import { createProgressDisplay } from '../../src/start/show-progress.ts';

function contextOn(isTTY: boolean): { context: Context; output: PassThrough } {
  const output = Object.assign(new PassThrough(), { isTTY });
  return { context: new Context({ env: {}, input: Readable.from([]), output, errors: output }), output };
}

test('off a terminal each part that ended its start is one line', async () => {
  const { context, output } = contextOn(false);
  const display = createProgressDisplay(context);
  display.show({ title: 'PostgreSQL', state: 'begun' });
  display.show({ title: 'PostgreSQL', state: 'done', detail: 'on port 5432' });
  display.show({ title: 'Hub', state: 'failed', detail: 'no' });
  await display.finish();
  output.end();
  expect(await text(output)).toBe('ready  PostgreSQL: on port 5432\nfailed Hub: no\n');
});

test('with --json nothing is shown', async () => {
  const { context, output } = contextOn(true);
  context.options = { json: true };
  const display = createProgressDisplay(context);
  display.show({ title: 'PostgreSQL', state: 'done', detail: 'on port 5432' });
  await display.finish();
  output.end();
  expect(await text(output)).toBe('');
});
