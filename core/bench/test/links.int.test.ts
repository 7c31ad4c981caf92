import { describe, expect, test } from '@jest/globals';
import { linksHelp, readLinksOptions } from '../src/links/options.ts';
import { renderLinksTable, summarise } from '../src/links/results.ts';
import { runLinks } from '../src/links/run-links.ts';

describe('the options of the benchmark of the links', () => {
  test('have defaults that are the goal', () => {
    expect(readLinksOptions([])).toEqual({ isJson: false, partners: 400, storms: 3, idleSeconds: 20 });
  });

  test.each([
    [['--partners', '0'], /--partners takes whole numbers from 1/],
    [['--idle', 'long'], /--idle takes whole numbers/],
    [['--partner', '10'], /--partner/],
  ])('are refused with a sentence: %j', (args, sentence) => {
    expect(() => readLinksOptions(args)).toThrow(sentence);
  });

  test('are explained with examples when help is asked for', () => {
    expect(readLinksOptions(['--help'])).toBeUndefined();
    expect(linksHelp).toMatch(/Examples:\n(?: {2}npm run bench -- links.*\n){2,}/);
  });
});

test('storms are told with the middle of them, processes before and after', () => {
  const reading = (megabytes: number) => ({ megabytes, cpuMsPerSecond: megabytes / 10 });
  const results = summarise({
    partners: 400,
    storms: [1, 5, 3].map((seconds) => ({ joinSeconds: seconds, leaveSeconds: seconds / 10 })),
    alone: { hub: reading(100), nats: reading(10) },
    together: { hub: reading(150), nats: reading(40) },
  });
  expect(results.joinSeconds).toEqual({ median: 3, min: 1, max: 5 });
  expect(renderLinksTable(results)).toContain('100 → 150 MB, idle processor 10.0 → 15.0 ms/s');
});

test('partners come, are seen, and are missed when they are gone', async () => {
  const results = await runLinks({ isJson: true, partners: 10, storms: 1, idleSeconds: 1 }, () => undefined);
  expect(results.joinSeconds.median).toBeGreaterThan(0);
  expect(results.hub.together.megabytes).toBeGreaterThan(50);
}, 90_000);
