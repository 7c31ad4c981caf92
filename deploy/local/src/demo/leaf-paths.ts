/** The leaves of a value in the notation of grants: dots for members, `[]` for each element; each path once. */
export function listLeafPaths(value: unknown, path = ''): string[] {
  return [...new Set(leafPaths(value, path))];
}

function leafPaths(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((element) => leafPaths(element, `${path}[]`));
  if (typeof value !== 'object' || value === null) return path === '' ? [] : [path];
  return Object.entries(value).flatMap(([name, member]) => leafPaths(member, path === '' ? name : `${path}.${name}`));
}
