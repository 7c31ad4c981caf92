import { describe, expect, test } from '@jest/globals';
import { replaceChart } from '../../src/graph/architecture-page.ts';
import { packageChart, roomChart } from '../../src/graph/mermaid.ts';

describe('the chart of packages', () => {
  test('groups packages by house and draws an arrow per import', () => {
    const chart = packageChart(['core/hub', 'adapters/tax'], [{ from: 'adapters/tax', to: 'core/hub' }]);
    expect(chart.split('\n')).toEqual([
      'flowchart TD',
      '  subgraph core_house[core]',
      '    core_hub[hub]',
      '  end',
      '  subgraph adapters_house[adapters]',
      '    adapters_tax[tax]',
      '  end',
      '  adapters_tax --> core_hub',
    ]);
  });
});

describe('the chart of rooms', () => {
  test('draws a dotted arrow per call', () => {
    const chart = roomChart(['exchange', 'ledger'], [{ from: 'exchange', to: 'ledger' }]);
    expect(chart.split('\n')).toEqual([
      'flowchart LR',
      '  exchange[exchange]',
      '  ledger[ledger]',
      '  exchange -.-> ledger',
    ]);
  });
});

describe('a page with a chart', () => {
  const page = 'before\n<!-- generated: rooms -->\nold\n<!-- end: rooms -->\nafter\n';

  test('keeps what stands around the markers', () => {
    const renewed = replaceChart(page, 'rooms', 'new');
    expect(renewed).toBe('before\n<!-- generated: rooms -->\n```mermaid\nnew\n```\n<!-- end: rooms -->\nafter\n');
    expect(replaceChart(renewed, 'rooms', 'new')).toBe(renewed);
  });

  test('must have both markers', () => {
    expect(() => replaceChart('no markers', 'rooms', 'new')).toThrow('lacks the markers');
    expect(() => replaceChart('<!-- generated: rooms -->', 'rooms', 'new')).toThrow('lacks the markers');
  });
});
