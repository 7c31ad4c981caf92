import { afterEach, expect, test } from '@jest/globals';
import { KoppelError, type EventMessage } from '@koppel/contract';
import { CapturedLog, waitUntil } from '@koppel/testkit';
import type { Melding } from '../../src/reports/melding.ts';
import { ReportWatch } from '../../src/reports/report-watch.ts';

const melding = (volgnummer: number): Melding => ({
  volgnummer,
  kenmerk: `01938c5e-8c00-7000-8000-00000000000${volgnummer}`,
  tijdstip: '2026-06-01T12:00:00.000Z',
  toelichting: `Report ${volgnummer}`,
  adres: { postcode: '9001QX', huisnummer: 1 },
});

const log = new CapturedLog();
let desk: Melding[] = [];
/** Two at a time. */
const reader = {
  listAfter: async (after: number) => ({ meldingen: desk.slice(after, after + 2), laatste: desk.length }),
};
let watch: ReportWatch | undefined;
afterEach(async () => {
  await watch?.stop();
  log.lines.length = 0;
});

/** Reports as the hub was told of them; `refuse` says which it does not take now. */
function startWatch(refuse: (told: readonly string[]) => KoppelError | undefined = () => undefined): string[] {
  const told: string[] = [];
  const publish = async ({ payload, ...event }: EventMessage): Promise<void> => {
    expect(event).toMatchObject({ type: 'municipality.concern-raised', occurredAt: '2026-06-01T12:00:00.000Z' });
    const error = refuse([...told, String(payload['summary'])]);
    if (error) throw error;
    told.push(String(payload['summary']));
  };
  watch = new ReportWatch({ desk: reader, host: { publish, log }, intervalMs: 1 });
  return told;
}

const tellsAll = (told: string[], count: number) =>
  waitUntil(() => told.length === count, `${count} reports were told`);

test('the hub is told of each report once, in the order in which they came in, and of those that come later', async () => {
  desk = [1, 2, 3, 4, 5].map(melding);
  const told = startWatch();
  await tellsAll(told, 5);
  desk.push(melding(6));
  await tellsAll(told, 6);
  expect(told).toEqual(desk.map(({ toelichting }) => toelichting));
});

test('a report that the hub does not take now is told again, before those after it, and the log names nothing of it', async () => {
  desk = [1, 2, 3].map(melding);
  let refusals = 3;
  const told = startWatch((attempts) =>
    attempts.at(-1) === 'Report 2' && refusals-- > 0 ? new KoppelError('hub.unavailable') : undefined,
  );
  await tellsAll(told, 3);
  expect(told).toEqual(['Report 1', 'Report 2', 'Report 3']);
  expect(log.lines.map(({ fields }) => fields)).toEqual(Array(3).fill({ code: 'hub.unavailable' }));
  expect(log.text()).not.toContain('Report 2');
});

test('a desk that began anew is read from its beginning', async () => {
  desk = [1, 2, 3].map(melding);
  const told = startWatch();
  await tellsAll(told, 3);
  desk = [melding(1)];
  await tellsAll(told, 4);
  expect(told.at(-1)).toBe('Report 1');
});
