import { KoppelError, type Clock } from '@koppel/contract';
import type { DataSource, EntityManager } from 'typeorm';
import { inCollaborations } from '../data-source.ts';
import type { StreamKind } from './process-event.ts';
import { isRetentionOver, type ProcessRecord } from './process-record.ts';
import type { Governed, ProcessStore, RecordedEvent, StreamQuery } from './process.store.ts';
import type { ProcessWriter, Commit } from './process-writer.ts';
import { collaborationsOf, sightOf, type Viewer } from './viewer.ts';

interface DeskParts {
  readonly dataSource: DataSource;
  readonly store: ProcessStore;
  readonly writer: ProcessWriter;
  readonly clock: Clock;
}

/** A list as somebody asks for it: `where` continues a condition, its parameters are numbered from `$1`. */
export interface ListQuery {
  readonly where: string;
  readonly parameters: readonly unknown[];
  readonly orderBy: string;
  readonly limit: number;
}

/** Where the rooms read and write the process. Whatever is read for a viewer is what they may know of, and nothing else. */
export class ProcessDesk {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** @throws KoppelError `resource.not-found` for what is not there, of another kind, or not to be known. */
  async get(viewer: Viewer, kind: StreamKind, id: string): Promise<ProcessRecord> {
    const query = seenBy(viewer, { where: 's.id = $1 AND s.kind = $2', parameters: [id, kind] });
    const found = await this.within(collaborationsOf(viewer), (manager) =>
      this.#parts.store.findGoverned(manager, query),
    );
    if (!found) throw new KoppelError('resource.not-found');
    return this.#shown(found);
  }

  async list(viewer: Viewer, query: ListQuery): Promise<ProcessRecord[]> {
    const full: StreamQuery = { ...query, ...seenBy(viewer, query) };
    const records = await this.within(collaborationsOf(viewer), (manager) => this.#parts.store.list(manager, full));
    return records.map((governed) => this.#shown(governed));
  }

  /** Everything that happened in a signal or case and all its parts, in the order in which the ledger took it. */
  async chronology(
    viewer: Viewer,
    root: ProcessRecord,
    page?: { after: number; limit: number },
  ): Promise<RecordedEvent[]> {
    const events = await this.within(collaborationsOf(viewer), (manager) =>
      this.#parts.store.events(manager, { by: 'root', id: root.id }, page),
    );
    return this.#isReadable(root) ? events : events.map((event) => ({ ...event, content: null }));
  }

  /** For the house itself: without a viewer, so never for an answer to somebody. */
  async findWithin(collaborations: readonly string[], id: string): Promise<ProcessRecord | undefined> {
    return this.within(collaborations, (manager) => this.#parts.store.find(manager, id));
  }

  async listWithin(collaborations: readonly string[], query: StreamQuery): Promise<ProcessRecord[]> {
    const records = await this.within(collaborations, (manager) => this.#parts.store.list(manager, query));
    return records.map(({ record }) => record);
  }

  /** Makes it happen: all changes with their ledger entries, or nothing. */
  async commit(commit: Commit): Promise<ProcessRecord[]> {
    return this.within([commit.collaboration], (manager) => this.#parts.writer.write(manager, commit));
  }

  within<Result>(
    collaborations: readonly string[],
    work: (manager: EntityManager) => Promise<Result>,
  ): Promise<Result> {
    return inCollaborations(this.#parts.dataSource, collaborations, work);
  }

  /** What is past its root's retention is not readable, whether the clock's job has come by or not (Wpg art. 14). */
  #shown({ record, governing }: Governed): ProcessRecord {
    const governed = { ...record, retention: governing };
    return this.#isReadable(governed) ? governed : { ...governed, content: null };
  }

  #isReadable({ retention }: ProcessRecord): boolean {
    return !isRetentionOver(retention, this.#parts.clock.now());
  }
}

/** The condition, and besides it exactly what the viewer may know of. */
function seenBy(viewer: Viewer, { where, parameters }: Pick<ListQuery, 'where' | 'parameters'>) {
  const sight = sightOf(viewer, parameters.length + 1);
  return { where: `(${where}) AND ${sight.sql}`, parameters: [...parameters, ...sight.parameters] };
}
