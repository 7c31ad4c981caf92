import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { problemCodes } from '@koppel/contract';
import { hubRoutes } from '../../src/hub.ts';
import type { Route } from '../../src/platform/route.ts';
import { entries } from '../cases/access/entries.ts';
import type { Answer } from '../gateway/door.ts';
import { kinds, Parties, type Attempt, type Kind } from './parties.ts';
import { expectSameTimeClass } from './time-class.ts';
import { partyEntries, type PartyEntry } from './party-entries.ts';

let parties: Parties;
beforeAll(async () => {
  parties = await Parties.gather();
}, 60_000);
afterAll(() => parties?.close());

test('every route of the hub that asks for a token stands in one of the two matrices, and in one only', () => {
  const asked = hubRoutes.filter(({ policy }) => policy !== 'anonymous').map(({ operationId }) => operationId);
  const told = [...Object.keys(entries), ...Object.keys(partyEntries)];
  expect(told.toSorted()).toEqual(asked.toSorted());
});

test('nothing but the issue of tokens is open to anybody', () => {
  const open = hubRoutes.filter(({ policy }) => policy === 'anonymous').map(({ operationId }) => operationId);
  expect(open).toEqual(['issueToken']);
});

type Ids = Readonly<Record<string, string>>;

async function attemptOf({ method, path }: Route, { body, query = '' }: PartyEntry, ids: Ids): Promise<Attempt> {
  const filled = path.replaceAll(/\{([a-z]+)\}/g, (_match, name: string) => ids[name] ?? name);
  return { method, path: filled + query, ...(body ? { body: await body(ids) } : {}) };
}

function expected({ all, but }: PartyEntry, kind: Kind): string {
  const outcome = kind === 'nobody' ? 'token.missing' : (but?.[kind] ?? all);
  return typeof outcome === 'number' ? `${outcome} undefined` : `${problemCodes[outcome].status} ${outcome}`;
}

/** What of an answer could tell that something is there: all but when, and the id that was asked for. */
function shapeOf({ status, text, headers }: Answer, id: string): unknown {
  const {
    instance: _instance,
    traceId: _traceId,
    ledgerIndex: _index,
    ...body
  } = JSON.parse(text) as Record<string, unknown>;
  return { status, body: JSON.stringify(body).replaceAll(id, '<id>'), headers: Object.keys(headers).toSorted() };
}

describe.each(Object.entries(partyEntries))('%s', (operationId, entry) => {
  const route = hubRoutes.find((each) => each.operationId === operationId) as Route;
  const arrange = async (): Promise<Ids> => (await entry.arrange?.(parties)) ?? {};

  test.each(kinds)('answers %s what they may know', async (kind) => {
    const { status, code } = await parties.try(kind, await attemptOf(route, entry, await arrange()));
    expect(`${status} ${String(code)}`).toBe(expected(entry, kind));
  });

  const { hidden: id } = entry;
  if (id === undefined) return;
  test('answers about what is hidden as about what is not there', async () => {
    const blind = kinds.filter((kind) => /not-found/.test(expected(entry, kind)));
    for (const kind of blind) {
      const ids = await arrange();
      const hidden = await attemptOf(route, entry, ids);
      const nothing = await attemptOf(route, entry, { ...ids, [id.name]: id.absent });
      const ask = (attempt: Attempt) => parties.try(kind, attempt);
      expect(shapeOf(await ask(hidden), String(ids[id.name]))).toEqual(shapeOf(await ask(nothing), id.absent));
      await expectSameTimeClass(
        () => ask(hidden),
        () => ask(nothing),
      );
    }
  });
});
