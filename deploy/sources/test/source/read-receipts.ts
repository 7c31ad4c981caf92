import { existsSync, readFileSync } from 'node:fs';
import type { Receipt } from '../../src/source/receipts.ts';

export function readReceipts(file: string): Receipt[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Receipt);
}
