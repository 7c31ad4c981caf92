import type { ServiceSchema } from 'moleculer';

export type ActionMap = NonNullable<ServiceSchema['actions']>;

/** Each part of the room brings its own actions; together they are the service. */
export function createCasesService(parts: readonly ActionMap[]): ServiceSchema {
  return { name: 'cases', actions: Object.assign({}, ...parts) };
}
