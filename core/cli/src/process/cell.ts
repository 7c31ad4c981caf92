export type Language = 'nl' | 'en';

/** A JSON value in one cell: nothing for what is absent, a text in one language, JSON for what has more to it. */
export function cell(value: unknown, language: Language = 'en'): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.join(', ');
  return isLocalised(value) ? value[language] : JSON.stringify(value);
}

const isLocalised = (value: unknown): value is Readonly<Record<Language, string>> =>
  typeof value === 'object' && value !== null && 'nl' in value && 'en' in value && Object.keys(value).length === 2;

/** An instant as people write it: day and minute, UTC. */
export const moment = (value: unknown): string => cell(value).slice(0, 16).replace('T', ' ');

const dutchTime = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Amsterdam',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** A deadline as people keep it: its last day, or the minute where it does not end with a day; Dutch time. */
export function deadline(value: unknown): string {
  const at = Date.parse(cell(value));
  if (Number.isNaN(at)) return '';
  const isEndOfDay = dutchTime.format(at).endsWith('00:00');
  return isEndOfDay ? dutchTime.format(at - 1).slice(0, 10) : dutchTime.format(at);
}

/** What organisations are called, by their OIN. */
export type Names = ReadonlyMap<string, string>;

/** An organisation by the name that people know, and its OIN; a value that is none, as it is. */
export const named = (value: string, names: Names): string => {
  const name = names.get(value);
  return name === undefined ? value : `${name} (${value})`;
};

/** For whom an answer is written, and when. */
export interface ViewOptions {
  readonly names: Names;
  readonly language: Language;
  /** Milliseconds since the epoch, to say what is overdue. */
  readonly now: number;
}
