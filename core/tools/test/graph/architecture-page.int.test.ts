import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ICruiseResult } from 'dependency-cruiser';
import { cruiseRepository } from '../../src/boundaries/boundaries.ts';
import { architecturePage, refreshedPage } from '../../src/graph/architecture-page.ts';
import { listRooms, packageEdges, roomCalls } from '../../src/graph/edges.ts';
import { repositoryRoot } from '../../src/workspaces.ts';

const tree = {
  'core/hub/src/exchange/ask.ts': `import '../../../link/src/index.ts';\nawait call('ledger.append', {});\nawait call(\n  'adapters.ask', {});`,
  'core/hub/src/ledger/append.ts': `import '../platform/clock.ts';\nawait call('ledger.proof', {});`,
  'core/hub/src/platform/clock.ts': `await call('exchange.perform', {});`,
  'core/hub/test/ask.test.ts': `import '../../../adapters/tax/src/index.ts';`,
  'core/link/src/index.ts': '',
  'adapters/tax/src/index.ts': `import '../../../core/link/src/index.ts';`,
};

let root: string;
let result: ICruiseResult;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'koppel-graph-'));
  for (const [file, text] of Object.entries({
    ...tree,
    'plugins/a/x.ts': '',
    'flows/a/x.ts': '',
    'deploy/a/x.ts': '',
  })) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  result = await cruiseRepository(root);
});

afterAll(() => rmSync(root, { recursive: true }));

describe('the graph', () => {
  test('has an edge per import between packages, of shipped code only', () => {
    expect(packageEdges(result)).toEqual([
      { from: 'adapters/tax', to: 'core/link' },
      { from: 'core/hub', to: 'core/link' },
    ]);
  });

  test('knows the rooms, and the platform is none', () => {
    expect(listRooms(result)).toEqual(['exchange', 'ledger']);
  });

  test('has an edge per room that another room calls through the broker', async () => {
    expect(await roomCalls(result, root)).toEqual([
      { from: 'exchange', to: 'adapters' },
      { from: 'exchange', to: 'ledger' },
    ]);
  });
});

test('the architecture page shows the graph of today (npm run graph renews it)', async () => {
  const page = await readFile(join(repositoryRoot, architecturePage), 'utf8');
  expect(await refreshedPage(page, repositoryRoot)).toBe(page);
});
