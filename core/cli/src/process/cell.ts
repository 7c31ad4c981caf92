/** A JSON value in one cell: nothing for what is absent, JSON for what is more than a word. */
export function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
