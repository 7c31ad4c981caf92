/** Whether anything at or below one of these paths was granted: `premises[]` covers `premises[].name`. */
export function isAnyGranted(fields: readonly string[], ...paths: readonly string[]): boolean {
  return fields.some((field) => paths.some((path) => field === path || field.startsWith(`${path}.`)));
}
