import { formatTable } from '../table.ts';
import type { ProcessCommand } from './process-command.ts';
import { cell } from './cell.ts';
import { describeRecord } from './describe-record.ts';

export interface ViewOptions {
  readonly language: 'nl' | 'en';
  /** Milliseconds since the epoch, to say what is overdue. */
  readonly now: number;
}

type Row = Readonly<Record<string, unknown>>;
type View = (answer: Row, options: ViewOptions) => string;

const rowsOf = (answer: Row): readonly Row[] => (answer['items'] ?? []) as readonly Row[];
/** An instant as people write it: day and minute, UTC. */
const moment = (value: unknown): string => cell(value).slice(0, 16).replace('T', ' ');

const titleOf = (row: Row): string => {
  const content = (row['content'] ?? {}) as Row;
  return cell(row['title'] ?? content['title'] ?? content['type'] ?? content['question']);
};

const withNext = (table: string, { next }: Row): string =>
  next === undefined ? table : `${table}\nThere are more: add --after ${cell(next)}`;

const list: View = (answer, { now }) =>
  withNext(
    formatTable(
      ['ID', 'STATE', 'DUE', 'TITLE'],
      rowsOf(answer).map((row) => [
        cell(row['id']),
        cell(row['state'] ?? row['status']),
        dueOf(row, now),
        titleOf(row),
      ]),
    ),
    answer,
  );

const dueOf = ({ dueAt, isOpen }: Row, now: number): string => {
  const isLate = dueAt !== null && isOpen !== false && Date.parse(cell(dueAt)) < now;
  return isLate ? `${moment(dueAt)} late` : moment(dueAt);
};

const chronology: View = (answer) =>
  withNext(
    formatTable(
      ['AT', 'WHO', 'AS', 'WHAT', 'REASONS'],
      rowsOf(answer).map(({ event, reasons }) => chronologyRow(event as Row, reasons)),
    ),
    answer,
  );

function chronologyRow(event: Row, reasons: unknown): string[] {
  const facts = event['facts'] as Row;
  const change = facts['from'] === undefined ? '' : `: ${cell(facts['from'])} → ${cell(facts['to'])}`;
  const what = `${cell(event['kind'])} ${cell(facts['action'] ?? event['type'])}${change}`;
  return [moment(event['at']), ...whoDid(event['by'] as By | null), what, cell(reasons)];
}

interface By {
  readonly oin: string;
  readonly person: string | null;
  readonly capacity: { readonly role: string } | null;
}

const whoDid = (by: By | null): [who: string, as: string] =>
  by === null ? ['the retention clock', ''] : [by.person ?? by.oin, by.capacity?.role ?? ''];

const items: View = (answer) =>
  withNext(
    formatTable(
      ['ID', 'KIND', 'FROM', 'KEPT UNTIL', 'PASSED ON', 'SECRECY', 'STATUS'],
      rowsOf(answer).map(({ id, kind, source, terms, retention }) => {
        const { onwardDisclosure, secrecy } = terms as { onwardDisclosure: Row; secrecy: readonly string[] };
        const { activeUntil, status } = retention as Row;
        const passedOn = onwardDisclosure['allowed'] === true ? 'as agreed' : 'to nobody';
        return [
          cell(id),
          cell(kind),
          cell(source),
          moment(activeUntil) || 'as the case',
          passedOn,
          secrecy.join(', '),
          cell(status),
        ];
      }),
    ),
    answer,
  );

const plan: View = ({ barriers }) =>
  formatTable(
    ['BARRIER MODEL', 'STEP', 'BARRIER', 'CAN BE DONE', 'IS BEING DONE'],
    (barriers as readonly Row[]).map((row) => [
      cell(row['barrierModel']),
      cell(row['step']),
      cell(row['barrier']),
      (row['available'] as readonly Row[]).map(({ id }) => cell(id)).join(', '),
      (row['interventions'] as readonly Row[]).map(({ type, state }) => `${cell(type)} (${cell(state)})`).join(', '),
    ]),
  );

const views: Readonly<Record<ProcessCommand['view'], View>> = {
  record: (answer, options) => describeRecord(answer, options),
  list,
  items,
  board: (answer, options) => list({ ...answer, items: answer['items'] ?? answer['cases'] ?? [] }, options),
  chronology,
  plan,
  plain: (answer) => JSON.stringify(answer, null, 2),
};

/** An answer of the hub, for people. */
export const showView = (view: ProcessCommand['view'], answer: unknown, options: ViewOptions): string =>
  views[view](answer as Row, options);
