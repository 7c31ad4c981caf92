import { KoppelError } from '@koppel/contract';

const maxAttempts = 3;

/**
 * Adds something that goes together with whatever others add at the same time: reads and plans anew when somebody was
 * faster. Whoever said which version they saw is told instead.
 */
export async function addTo<Result>(seen: number | undefined, attempt: () => Promise<Result>): Promise<Result> {
  for (let i = 1; ; i++) {
    try {
      return await attempt();
    } catch (error) {
      const isLate = error instanceof KoppelError && error.code === 'resource.changed';
      if (!isLate || seen !== undefined || i === maxAttempts) throw error;
    }
  }
}

/** How far something has come is not told to somebody who need not know of it, such as the case behind a question. */
export function withoutVersions(error: unknown): never {
  throw error instanceof KoppelError && error.code === 'resource.changed' ? new KoppelError('resource.changed') : error;
}
