import { expect, test } from '@jest/globals';
import type { DemoExchange } from '../../src/index.ts';
import { TextNarrator } from '../../src/index.ts';

const exchange: DemoExchange = {
  operation: 'municipality.find-residents',
  outcome: 'released',
  code: null,
  released: ['residents[].bsn'],
  withheld: ['residents[].name'],
  ledgerIndex: 12,
  durationMs: 8,
};

function told(tell: (narrator: TextNarrator) => void): string {
  const lines: string[] = [];
  tell(
    new TextNarrator(
      (line) => lines.push(line),
      (_style, words) => words,
    ),
  );
  return lines.join('\n');
}

test('an allowed exchange is told with what came, what was withheld and where it is logged', () => {
  const text = told((narrator) => {
    narrator.scene({ title: 'The police ask the municipality', why: 'an agreement allows it' });
    narrator.outcome({ exchange }, { residents: [{ bsn: '1' }] });
  });
  expect(text).toContain('1. The police ask the municipality');
  expect(text).toMatch(/why +an agreement allows it/);
  expect(text).toMatch(/came +\{"residents":\[\{"bsn":"1"\}\]\}/);
  expect(text).toMatch(/withheld +residents\[\]\.name/);
  expect(text).toMatch(/logged +ledger entry 12, 8 ms/);
});

test('a refusal is told with its code and its place in the ledger, and with no content', () => {
  const refused = { ...exchange, outcome: 'refused', code: 'agreement.suspended', released: [], withheld: [] } as const;
  const text = told((narrator) => narrator.outcome({ exchange: refused }, undefined));
  expect(text).toMatch(/refused +agreement\.suspended/);
  expect(text).not.toContain('came');
  expect(text).toContain('ledger entry 12');
});
