import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isProblemCode, problemCodes, type ProblemCode } from '@koppel/contract';
import type { Route } from '../../../src/platform/route.ts';
import type { Answer } from '../../gateway/door.ts';
import { expectSameTimeClass } from '../../access/time-class.ts';
import { AccessGround, refusedKinds, type RefusedKind } from './access-ground.ts';
import { attemptOf as entryAttempt, entries, routes } from './entries.ts';
import type { Entry } from './entry.ts';
import type { Ids } from './side.ts';

let ground: AccessGround;
beforeAll(async () => {
  ground = await AccessGround.lay();
}, 90_000);
afterAll(() => ground?.close());

test('every route has its entry, and every entry its route', () => {
  const ids = (list: readonly string[]) => list.toSorted((one, other) => one.localeCompare(other));
  expect(ids(Object.keys(entries))).toEqual(ids(routes.map(({ operationId }) => operationId)));
});

const nobodyElse: Readonly<Record<RefusedKind, ProblemCode>> = {
  nobody: 'token.missing',
  unscoped: 'token.insufficient-scope',
  system: 'token.person-required',
  unmandated: 'mandate.missing',
  expired: 'mandate.missing',
  revoked: 'mandate.missing',
  elsewhere: 'resource.not-found',
  otherTheme: 'resource.not-found',
  outsider: 'resource.not-found',
};
const placedKinds: readonly RefusedKind[] = ['elsewhere', 'otherTheme', 'outsider'];

const attemptOf = (route: Route, ids: Ids) => entryAttempt(route, ids, ground.home);

const isForOperator = ({ policy }: Route): boolean =>
  policy !== 'anonymous' && 'scope' in policy && policy.scope === 'operate';

function expected(route: Route, entry: Entry, kind: RefusedKind): string {
  if (kind === 'nobody') return outcomeOf('token.missing');
  if (isForOperator(route)) return outcomeOf('token.insufficient-scope');
  return outcomeOf(entry.others?.[kind] ?? (isFiltered(entry, kind) ? 200 : nobodyElse[kind]));
}

/** Whether somebody gets the list, without what they may not know of. */
const isFiltered = ({ isList, others }: Entry, kind: RefusedKind): boolean =>
  isList === true && placedKinds.includes(kind) && others?.[kind] === undefined;

const outcomeOf = (outcome: number | ProblemCode): string =>
  typeof outcome === 'number' ? `${outcome} undefined` : `${problemCodes[outcome].status} ${outcome}`;
const seen = ({ status, code }: Answer): string => `${status} ${String(code)}`;

/** What of an answer could tell that something is there: all but who asked, when, and the id that was asked for. */
function shapeOf({ status, text, headers }: Answer, id: string): unknown {
  const body = JSON.parse(text) as Record<string, unknown>;
  const known = isProblemCode(body['code']) ? { ...body, instance: undefined, traceId: undefined } : body;
  return {
    status,
    body: JSON.stringify(known).replaceAll(id, '<id>'),
    headers: Object.keys(headers).toSorted((one, other) => one.localeCompare(other)),
  };
}

const absent = '01938c5e-8c00-7000-8000-00000000abcd';

describe.each(routes.map((route) => [`${route.operationId}`, route] as const))('%s', (operationId, route) => {
  const entry = entries[operationId] as Entry;

  test('answers whoever may, and nobody else more than they may know', async () => {
    const ids = await entry.arrange(ground.home, ground);
    const question = attemptOf(route, ids);
    const outcomes: Record<string, string> = {};
    for (const kind of refusedKinds) {
      const answer = await ground.try(ground.as(kind), question);
      outcomes[kind] = seen(answer);
      if (isFiltered(entry, kind)) expect(answer.text).not.toContain(ids.id);
    }
    expect(outcomes).toEqual(Object.fromEntries(refusedKinds.map((kind) => [kind, expected(route, entry, kind)])));
    const wrong = entry.wrong && (await ground.try(ground.right(entry.wrong), question));
    expect(wrong && seen(wrong)).toBe(entry.wrong && outcomeOf(entry.wrongCode ?? 'process.role-missing'));
    const answer = await ground.try(ground.right(entry.by), question);
    expect(`${answer.status} ${answer.text}`).toMatch(new RegExp(`^${entry.ok} `));
    expect(entry.isList !== true || answer.text.includes(ids.id)).toBe(true);
  });

  test('answers about what is hidden as about what is not there', async () => {
    if (!route.path.includes('{id}') || entry.others?.outsider === 200) return;
    const ids = await entry.arrange(ground.home, ground);
    for (const kind of placedKinds) {
      const hidden = await ground.try(ground.as(kind), attemptOf(route, ids));
      if (hidden.code !== 'resource.not-found') continue;
      const nothing = await ground.try(ground.as(kind), attemptOf(route, { ...ids, id: absent }));
      expect(shapeOf(hidden, ids.id)).toEqual(shapeOf(nothing, absent));
      await expectSameTimeClass(
        () => ground.try(ground.as(kind), attemptOf(route, ids)),
        () => ground.try(ground.as(kind), attemptOf(route, { ...ids, id: absent })),
      );
    }
  });
});

describe.each(Object.entries(entries).filter(([, { mixed }]) => mixed !== undefined))('%s', (operationId, entry) => {
  test('takes nothing of another side among what is its own', async () => {
    const route = routes.find((each) => each.operationId === operationId) as Route;
    const ids = await entry.arrange(ground.home, ground);
    const foreign = await entry.mixed?.(ground.away);
    const strange = await ground.try(ground.right(entry.by), attemptOf(route, { ...ids, ...foreign }));
    expect(seen(strange)).toBe(outcomeOf(entry.mixedCode ?? 'resource.not-found'));
    const [[name, value] = ['', '']] = Object.entries(foreign ?? {});
    const missing = value.includes('-7') ? absent : 'nobody-at-all';
    const nothing = await ground.try(ground.right(entry.by), attemptOf(route, { ...ids, [name]: missing }));
    expect(shapeOf(strange, value)).toEqual(shapeOf(nothing, missing));
  });
});
