import { formatTable } from '../table.ts';
import type { ProcessCommand } from './command-spec.ts';
import { cell, deadline, moment, named, type Language, type Names, type ViewOptions } from './cell.ts';
import { describeRecord } from './describe-record.ts';

type Row = Readonly<Record<string, unknown>>;
type View = (answer: Row, options: ViewOptions) => string;

/** Whatever the list is called. */
export const rowsOf = (answer: Row): readonly Row[] =>
  (answer['items'] ?? answer['cases'] ?? answer['hits'] ?? answer['likenesses'] ?? []) as readonly Row[];

const titleOf = (row: Row, language: Language): string => {
  const content = (row['content'] ?? {}) as Row;
  return cell(row['title'] ?? content['title'] ?? content['type'] ?? content['question'], language);
};

const withNext = (table: string, { next }: Row): string =>
  next === undefined ? table : `${table}\nThere are more: add --after ${cell(next)}`;

const list: View = (answer, { now, language }) =>
  withNext(
    formatTable(
      ['ID', 'STATE', 'DUE', 'TITLE'],
      rowsOf(answer).map((row) => [
        cell(row['id']),
        cell(row['state'] ?? row['status']),
        dueOf(row, now),
        titleOf(row, language),
      ]),
    ),
    answer,
  );

const dueOf = ({ dueAt, isOpen }: Row, now: number): string => {
  const isLate = dueAt !== null && isOpen !== false && Date.parse(cell(dueAt)) < now;
  return isLate ? `${deadline(dueAt)} late` : deadline(dueAt);
};

const chronology: View = (answer, { names }) =>
  withNext(
    formatTable(
      ['AT (UTC)', 'WHO', 'AS', 'WHAT', 'REASONS'],
      rowsOf(answer).map(({ event, reasons }) => chronologyRow(event as Row, reasons, names)),
    ),
    answer,
  );

function chronologyRow(event: Row, reasons: unknown, names: Names): string[] {
  const facts = event['facts'] as Row;
  const change = facts['from'] === undefined ? '' : `: ${cell(facts['from'])} → ${cell(facts['to'])}`;
  const what = `${cell(event['kind'])} ${cell(facts['action'] ?? event['type'])}${change}`;
  return [moment(event['at']), ...whoDid(event['by'] as By | null, names), what, cell(reasons)];
}

interface By {
  readonly oin: string;
  readonly person: string | null;
  readonly capacity: { readonly role: string } | null;
}

const whoDid = (by: By | null, names: Names): [who: string, as: string] =>
  by === null ? ['the retention clock', ''] : [by.person ?? named(by.oin, names), by.capacity?.role ?? ''];

const items: View = (answer, { names }) =>
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
          named(cell(source), names),
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

/** The member of a row that a path of names leads to, `content.heldAt`. */
const memberAt = (row: Row, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Row | null | undefined)?.[name], row);

const isInstant = (value: unknown): boolean => typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value);

const table =
  (columns: readonly (readonly [header: string, path: string])[]): View =>
  (answer, { language, names }) =>
    withNext(
      formatTable(
        columns.map(([header]) => header),
        rowsOf(answer).map((row) =>
          columns.map(([, path]) => {
            const value = memberAt(row, path);
            return isInstant(value) ? moment(value) : named(cell(value, language), names);
          }),
        ),
      ),
      answer,
    );

const views: Readonly<Record<Exclude<ProcessCommand['view'], 'table'>, View>> = {
  record: (answer, options) => describeRecord(answer, options),
  list,
  items,
  chronology,
  plan,
  plain: (answer) => JSON.stringify(answer, null, 2),
};

/** An answer of the hub, for people. */
export function showView({ view, columns = [] }: ProcessCommand, answer: unknown, options: ViewOptions): string {
  const show = view === 'table' ? table(columns) : views[view];
  return show(answer as Row, options);
}
