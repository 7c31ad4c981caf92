import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import type { HubClient } from '@koppel/local';
import { casesRoutes } from '../../../src/cases/cases.routes.ts';
import { interventionRoutes } from '../../../src/interventions/interventions.routes.ts';
import type { Likeness } from '../../../src/platform/likeness.schema.ts';
import type { Page } from '../../../src/platform/paging.ts';
import type { RootSummary } from '../../../src/platform/root.schema.ts';
import type { Route } from '../../../src/platform/route.ts';
import { oins } from '../../fixtures.ts';
import { partnerOins, people } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { premises, reasons, Story, suspect } from '../story.ts';

const absent = '01938c5e-8c00-7000-8000-0000000000ff';
const title = 'A garage where no car is ever repaired';

let region: ProcessRegion;
let story: Story;
/** Nobody at the police or the tax authority is joined to these. */
let hidden: Readonly<Record<string, string>>;
let outsiders: readonly (readonly [who: string, hub: HubClient])[];

beforeAll(async () => {
  region = await ProcessRegion.open();
  story = new Story(region);
  const signal = await story.accepted();
  const opened = await story.open([signal.id]);
  const tasks = await region.database.query<{ id: string }>(
    `SELECT id FROM process_stream WHERE kind = 'task' AND root = $1`,
    [opened.id],
  );
  hidden = { signals: signal.id, cases: opened.id, tasks: String(tasks[0]?.id) };
  const elsewhere = { partner: 'municipality', person: 'mun-far1' } as const;
  await region.mandate(elsewhere, ['partner', 'operational'], { limits: { themes: [], regions: ['south'] } });
  outsiders = [
    ['a partner that is not joined', region.as('inspector')],
    ['somebody of a joined partner whose mandate does not reach there', region.hubOf(elsewhere)],
  ];
}, 60_000);
afterAll(() => region?.close());

interface Answer {
  readonly code: string;
  readonly message?: string;
  readonly details?: unknown;
}

/** What a route says to its own example about something, without what differs each time. */
async function answerOf(hub: HubClient, { method, path, body, query }: Route, id: string): Promise<Answer> {
  const wanted = query && 'to' in query.properties ? `?to=${region.modelVersion}` : '';
  const address = path.replace('{id}', id).replace('{number}', '1') + wanted;
  try {
    await hub.send({ method, path: address, ...(body ? { body: body.example } : {}) });
    return { code: 'no problem' };
  } catch (error) {
    if (!(error instanceof KoppelError)) throw error;
    const { instance: _instance, traceId: _trace, transaction: _transaction, ...details } = error.details ?? {};
    return { code: error.code, message: error.message, details };
  }
}

const routes = [...casesRoutes, ...interventionRoutes].filter(({ path }) =>
  /^\/v1\/(cases|signals|tasks)\/\{id\}/.test(path),
);

test('there are routes to try', () => {
  expect(routes.length).toBeGreaterThan(25);
});

describe.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_title, route) => {
  test('answers about what is hidden exactly as about what does not exist', async () => {
    const resource = route.path.split('/')[2] ?? '';
    for (const [who, hub] of outsiders) {
      const answer = await answerOf(hub, route, String(hidden[resource]));
      expect([who, answer]).toEqual([who, await answerOf(hub, route, absent)]);
      expect(answer.code).not.toBe('no problem');
    }
  });
});

describe('whoever is not joined', () => {
  test.each(['cases', 'signals'])('sees none in a list of %s, and no other number', async (resource) => {
    for (const [, hub] of outsiders)
      for (const query of [
        '',
        '?sort=changed',
        '?mine=true',
        `?body=${region.bodies.conference}`,
        '?open=true&limit=1',
      ])
        expect(await hub.get(`/v1/${resource}${query}`)).toEqual({ items: [] });
    const joined = await region.as('coordinator').get<Page<RootSummary>>(`/v1/${resource}`);
    expect(joined.items.map(({ id }) => id)).toEqual([hidden[resource]]);
  });

  test('finds nothing by words or by whom it is about', async () => {
    const searches = [
      { words: 'garage' },
      { subject: suspect.identifiers[0] },
      { words: 'ever', subject: premises.identifiers[0] },
    ];
    for (const search of searches) {
      for (const [, hub] of outsiders) expect(await hub.post('/v1/searches', search)).toEqual({ hits: [] });
      const { hits } = await region.as('coordinator').post<{ hits: RootSummary[] }>('/v1/searches', search);
      expect(hits.map(({ id }) => id)).toContain(hidden['signals']);
    }
  });

  test('is told nothing: no notification names it', async () => {
    for (const [, hub] of outsiders) expect(await hub.get('/v1/notifications')).toEqual({ items: [] });
    const rows = await region.database.query<{ oin: string }>(
      'SELECT DISTINCT oin FROM process_notification WHERE root = ANY($1)',
      [Object.values(hidden)],
    );
    expect(new Set(rows.map(({ oin }) => oin))).toEqual(new Set([partnerOins.municipality, partnerOins.centre]));
  });

  test('does not learn of it by a likeness, nor by what others make of one', async () => {
    const own = await story.submit({ title: 'Strange smell', summary: 'Also at night' }, 'detective');
    const seen = await region.as('detective').get<{ likenesses: Likeness[] }>(`/v1/signals/${own.id}/likenesses`);
    expect(seen).toEqual({ likenesses: [] });
    const { likenesses } = await region
      .as('triager')
      .get<{ likenesses: Likeness[] }>(`/v1/signals/${own.id}/likenesses`);
    expect(new Set(likenesses.map(({ root }) => root.id))).toEqual(new Set([hidden['signals'], hidden['cases']]));

    const judgement = { other: hidden['signals'], verdict: 'same', reasons: 'Planted judgement' };
    await region.as('triager').post(`/v1/signals/${own.id}/judgements`, judgement);
    const after = JSON.stringify([
      await region.as('detective').get(`/v1/signals/${own.id}`),
      await region.as('detective').get(`/v1/signals/${own.id}/chronology`),
    ]);
    for (const planted of [hidden['signals'], hidden['cases'], 'Planted judgement', 'judgement"'])
      expect(after).not.toContain(planted);
    const known = await region.as('triager').get<{ likenesses: Likeness[] }>(`/v1/signals/${own.id}/likenesses`);
    expect(known.likenesses.find(({ root }) => root.id === hidden['signals'])?.verdict).toBe('same');
  });

  test('cannot make others say it: not by a judgement, nor by a case on it', async () => {
    const own = await story.submit({}, 'detective');
    const colleague = { partner: 'police', person: 'pol-tri1' } as const;
    await region.mandate(colleague, ['triager', 'operational']);
    for (const other of [hidden['signals'], hidden['cases'], absent]) {
      const judgement = { other, verdict: 'same', reasons };
      const judged = region.hubOf(colleague).post(`/v1/signals/${own.id}/judgements`, judgement);
      await expect(judged).rejects.toMatchObject({ code: 'resource.not-found' });
    }
    for (const id of [hidden['signals'], absent]) {
      const draft = { signals: [id], body: region.bodies.conference, title };
      await expect(region.as('inspector').post('/v1/cases', draft)).rejects.toMatchObject({
        code: 'resource.not-found',
      });
    }
  });
});

test('nothing in the ledger tells that there is a case, how many there are, or whose', async () => {
  const entries = await region.region.ledger();
  const recorded = entries.filter(({ type }) => type === 'process.recorded');
  expect(recorded.length).toBeGreaterThan(5);
  for (const entry of recorded)
    expect(Object.keys(entry).toSorted()).toEqual(['action', 'at', 'digest', 'id', 'type', 'v']);
  const text = JSON.stringify(entries);
  for (const planted of [...Object.values(hidden), title, people.reporter.person]) expect(text).not.toContain(planted);
  expect(text).not.toContain(oins.stranger);
});
