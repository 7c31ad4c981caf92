import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pointToBuiltFiles } from '../../src/build/built-paths.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-paths-'));
  writeFileSync(join(folder, 'main.js'), '');
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('a built file', () => {
  test('names the built file of a module that it starts by path', () => {
    const text = `fork(new URL('./main.ts', import.meta.url)); import("./main.ts");`;
    const expected = `fork(new URL('./main.js', import.meta.url)); import("./main.js");`;
    expect(pointToBuiltFiles(text, join(folder, 'start.js'))).toBe(expected);
  });

  test.each([`'./absent.ts'`, `'main.ts'`, `'./main.ts and more'`, `'./main.js'`])('leaves %s alone', (text) => {
    expect(pointToBuiltFiles(text, join(folder, 'start.js'))).toBe(text);
  });
});
