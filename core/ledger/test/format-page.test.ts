import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  commonFields,
  entryLimits,
  entryRules,
  entryTypes,
  EXPORT_FORMAT,
  findingCodes,
  noteLimits,
  optionalFields,
  witnessRefusals,
  type EntryRule,
} from '../src/index.ts';
import { CLOCK_TOLERANCE_MS } from '../src/verify/exchange-states.ts';
import { MAX_LINE_BYTES } from '../src/verify/line-block.ts';

const page = readFileSync(new URL('../../../docs/ledger-format.md', import.meta.url), 'utf8');

/** The rows of the table under a heading row, as cells. */
function tableOf(firstHeading: string): string[][] {
  const [, table = ''] = page.split(`\n| ${firstHeading} |`, 2);
  const rows = table.split('\n').slice(2);
  const end = rows.findIndex((row) => !row.startsWith('|'));
  return rows.slice(0, end).map((row) =>
    row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const codesIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** The names in a cell, the groups in italics spelled out. */
function namesIn(cell: string): string[] {
  const groups = [...cell.matchAll(/\*([a-z]+)\*/g)].map(([, group = '']) => group);
  return [
    ...codesIn(cell),
    ...groups.flatMap((group) => codesIn(page.split(`\n- *${group}*: `)[1]?.split('\n')[0] ?? '')),
  ];
}

/** Every pattern that stands anywhere in a schema, with the length that it allows. */
function patternsIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { pattern, minLength, maxLength } = schema as Record<string, unknown>;
  const own =
    typeof pattern === 'string' ? [`${pattern.slice(1, -1)} ${String(minLength)} to ${String(maxLength)}`] : [];
  return [...own, ...Object.values(schema).flatMap(patternsIn)];
}

describe('the page on the format of the ledger', () => {
  test('names every finding code', () => {
    expect(tableOf('code').map(([code = '']) => codesIn(code)[0])).toEqual(Object.keys(findingCodes));
  });

  test('names every refusal of a witness', () => {
    expect(tableOf('refusal').map(([code = '']) => codesIn(code)[0])).toEqual(
      expect.arrayContaining(Object.keys(witnessRefusals)),
    );
  });

  test('names every member of an entry', () => {
    const members = tableOf('member').map(([member = '']) => codesIn(member)[0] ?? '');
    expect(members.toSorted()).toEqual(
      ['type', ...Object.keys(commonFields), ...Object.keys(optionalFields)].toSorted(),
    );
  });

  test('says for every type what it must and may have', () => {
    const rows = tableOf('type').map(([type = '', requires = '', allows = '']) => ({
      type: codesIn(type)[0],
      requires: namesIn(requires).toSorted(),
      allows: namesIn(allows).toSorted(),
    }));
    const rules = entryTypes.map((type) => {
      const { requires, allows }: EntryRule = entryRules[type];
      const others = allows.filter((name) => !requires.includes(name));
      return { type, requires: requires.toSorted(), allows: others.toSorted() };
    });
    expect(rows.map((row) => ({ ...row, allows: row.allows.filter((name) => !row.requires.includes(name)) }))).toEqual(
      rules,
    );
  });

  test('has every pattern of a text, with its length', () => {
    const listed = tableOf('name').map(([, pattern = '', characters = '']) => {
      const [least = '', most = least] = characters.split(' to ');
      return `${codesIn(pattern)[0]} ${least} to ${most}`;
    });
    const used = patternsIn([commonFields, optionalFields]);
    expect([...new Set(listed)].toSorted()).toEqual([...new Set(used)].toSorted());
  });

  test('states the limits that the verifier keeps', () => {
    for (const limit of [
      MAX_LINE_BYTES,
      noteLimits.characters,
      noteLimits.signatures,
      CLOCK_TOLERANCE_MS / 1000,
      EXPORT_FORMAT,
    ]) {
      expect(page).toContain(String(limit));
    }
    expect(page).toContain(`set of at most ${entryLimits.subjects} Pseudonym`);
    expect(page).toContain(`set of at most ${entryLimits.paths} FieldPath`);
  });
});
