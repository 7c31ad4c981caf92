import { REASONS_GIVEN, type PossibleAction } from '@koppel/process';
import { cell, deadline, named, type Language, type Names, type ViewOptions } from './cell.ts';

type Row = Readonly<Record<string, unknown>>;

/** Members that are told above, or that only programs need. */
const untold: ReadonlySet<string> = new Set(['title', 'decisions', 'proposedInput']);

/** One signal, case, task or intervention: where it stands, what is in it, and what can be done now. */
export function describeRecord(record: Row, { language, names }: ViewOptions): string {
  const content = record['content'] as Row | null;
  const lines = [
    `${cell(record['kind'])} ${cell(record['id'])}${content?.['title'] ? `: ${cell(content['title'], language)}` : ''}`,
    `state    ${cell(record['state'])}${record['phase'] ? ` (phase ${cell(record['phase'])})` : ''}, version ${cell(record['version'])}`,
    ...(record['dueAt'] ? [`due      ${deadline(record['dueAt'])}`] : []),
    ...(record['owner']
      ? [`owner    ${named(cell(record['owner']), names)}${record['role'] ? `, ${cell(record['role'])}` : ''}`]
      : []),
    ...joinedLines(listOf(record['participants']), names),
    ...proposalLines(record['proposal'] as Row | null),
    ...contentLines(content),
    ...agendaLines(listOf(record['agenda'])),
    ...actionLines(record, language),
  ];
  return lines.join('\n');
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const joinedLines = (oins: readonly unknown[], names: Names): string[] =>
  oins.map((oin, i) => `${i === 0 ? 'joined' : ''}`.padEnd(9) + named(cell(oin), names));

const proposalLines = (proposal: Row | null | undefined): string[] =>
  proposal ? [`proposed ${cell(proposal['action'])} by ${cell(proposal['person'])}; somebody else decides`] : [];

function contentLines(content: Row | null): string[] {
  if (content === null) return ['content  no longer readable: its retention period is over'];
  return Object.entries(content ?? {})
    .filter(([name, value]) => !untold.has(name) && !isEmpty(value))
    .flatMap(([name, value]) =>
      isListOfObjects(value)
        ? [`${name}:`, ...value.map((each) => `  - ${describeMembers(each)}`)]
        : [`${name.padEnd(8)} ${cell(value)}`],
    );
}

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

const isListOfObjects = (value: unknown): value is readonly Row[] =>
  Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'object' && each !== null);

const describeMembers = (row: Row): string =>
  Object.entries(row)
    .filter(([, value]) => !isEmpty(value))
    .map(([name, value]) => `${name} ${cell(value)}`)
    .join(', ');

const agendaLines = (agenda: readonly unknown[]): string[] =>
  isListOfObjects(agenda) ? ['agenda:', ...agenda.map((each) => `  - ${describeMembers(each)}`)] : [];

/** Where each kind is acted on. */
const groups: Readonly<Record<string, string>> = {
  signal: 'signals',
  case: 'cases',
  task: 'tasks',
  intervention: 'interventions',
};

function actionLines(record: Row, language: Language): string[] {
  const actions = listOf(record['actions']) as readonly PossibleAction[];
  const possible = actions.filter(({ may }) => may !== 'no');
  if (possible.length === 0) return [];
  const command = `koppel ${groups[cell(record['kind'])] ?? ''} act ${cell(record['id'])} <action> --reasons "…"`;
  return [
    `What you can do now, with ${command}:`,
    ...possible.flatMap(({ action, title, may, unmet }) => [
      `  ${action}${may === 'propose' ? ' --propose' : ''}  ${title[language]}`,
      ...unmet.filter(({ guard }) => guard !== REASONS_GIVEN).map(({ message }) => `    still needed: ${message}`),
    ]),
  ];
}
