import { KoppelError } from '@koppel/contract';
import type { HubClient, HubRequest } from '@koppel/local';
import type { Context } from '../context.ts';
import { UsageError } from '../exit-code.ts';
import type { ProcessCommand } from './command-spec.ts';
import { cell, type Names } from './cell.ts';
import { rowsOf, showView } from './views.ts';

/** As commander reads them. */
type Options = Readonly<Record<string, string | boolean | undefined>>;

interface Given {
  readonly words: readonly (string | undefined)[];
  readonly options: Options;
}

/** Asks the hub and prints what it answers. */
export async function runProcessCommand(
  context: Context,
  spec: ProcessCommand,
  { words, options: { id, ...options } }: Given,
): Promise<void> {
  const hub = await context.hub();
  const { body: answer } = await hub.send(await requestOf(context, spec, { words, options }));
  if (id === true)
    return context.write(
      idsOf(answer)
        .map((each) => `${each}\n`)
        .join(''),
    );
  const names = context.isJson ? new Map() : await namesFor(hub, answer);
  context.print(answer, () => showView(spec, answer, { names, language: languageOf(context), now: Date.now() }));
}

/** What the organisations in an answer are called, as far as the hub tells; an answer without any asks for nothing. */
async function namesFor(hub: HubClient, answer: unknown): Promise<Names> {
  if (!/"\d{20}"/.test(JSON.stringify(answer) ?? '')) return new Map();
  try {
    const { organisations } = await hub.get<{ organisations: readonly { oin: string; name: string }[] }>(
      '/v1/organisations',
    );
    return new Map(organisations.map(({ oin, name }) => [oin, name]));
  } catch (error) {
    // What was asked has been answered; without names it is told by numbers.
    if (error instanceof KoppelError) return new Map();
    throw error;
  }
}

/** Of a likeness the id of what is like it; of a question to the level above its own. */
function idsOf(answer: unknown): string[] {
  const record = answer as Readonly<Record<string, unknown>>;
  const isOne = record['id'] !== undefined || record['escalation'] !== undefined;
  return isOne
    ? [cell(record['id'] ?? record['escalation'], 'en')]
    : rowsOf(record).map(({ id, root }) => cell(id ?? (root as { id?: string } | undefined)?.id, 'en'));
}

async function requestOf(context: Context, spec: ProcessCommand, { words, options }: Given): Promise<HubRequest> {
  const path = spec.path.replaceAll(/\{(\d)\}/g, (_match, index: string) =>
    encodeURIComponent(words[Number(index) - 1] ?? ''),
  );
  if (spec.method !== 'POST') return { path: path + queryOf(options) };
  const { ifVersion } = options;
  const headers = ifVersion === undefined ? {} : { headers: { 'if-match': `"${String(ifVersion)}"` } };
  const body = await bodyOf(context, spec, { words, options });
  return { method: 'POST', path, ...headers, ...(body === undefined ? {} : { body }) };
}

function queryOf(options: Options): string {
  const query = new URLSearchParams(
    Object.entries(options).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return query === '' ? '' : `?${query}`;
}

async function bodyOf(context: Context, spec: ProcessCommand, { words, options }: Given): Promise<unknown> {
  if (spec.body === 'document') return context.readJson(context.placeOf(words.at(-1)));
  if (spec.body === 'options') return memberValues(spec, options);
  return spec.body === 'action' ? actionOf(context, String(words[1]), options) : undefined;
}

/** Options come as texts. */
function memberValues({ options: known = [] }: ProcessCommand, options: Options): object {
  const isNumber = (name: string): boolean => known.some(([flags]) => flags === `--${name} <number>`);
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, isNumber(name) ? Number(value) : value]),
  );
}

async function actionOf(context: Context, action: string, options: Options): Promise<object> {
  const { input, reasons, conference, propose } = options;
  const said = input === undefined ? {} : await context.readJson(String(input));
  if (typeof said !== 'object' || said === null || Array.isArray(said)) {
    throw new UsageError('The input of an action is one JSON object.');
  }
  return {
    action,
    ...said,
    ...(reasons === undefined ? {} : { reasons }),
    ...(conference === undefined ? {} : { conference }),
    ...(propose === true ? { intent: 'propose' } : {}),
  };
}

/** Dutch for whoever works in Dutch. */
/** Dutch where the locale says so. */
export const languageOf = ({ surroundings: { env } }: Context): 'nl' | 'en' =>
  /^nl/i.test(env['KOPPEL_LANGUAGE'] ?? env['LC_ALL'] ?? env['LANG'] ?? '') ? 'nl' : 'en';
