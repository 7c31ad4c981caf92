import type { EntityManager } from 'typeorm';
import type { Lesson } from '../../platform/lesson-actions.ts';
import type { Sight } from '../../platform/process/viewer.ts';

interface Row {
  readonly lesson: Lesson;
  readonly root: string;
}

/** A lesson and the case that taught it; the case is for the house alone. */
export interface StoredLesson {
  readonly lesson: Lesson;
  readonly root: string;
}

interface LessonQuery {
  readonly sight: (first: number) => Sight;
  readonly status: Lesson['status'] | null;
  readonly model: string | null;
  readonly after: string | null;
  readonly limit: number;
}

/** Lessons in PostgreSQL; within a transaction that names its collaborations. */
export class LessonStore {
  async insert(manager: EntityManager, { lesson, root }: StoredLesson): Promise<void> {
    await manager.query(
      'INSERT INTO lesson (id, collaboration, root, status, model, lesson) VALUES ($1, $2, $3, $4, NULL, $5)',
      [lesson.id, lesson.collaboration, root, lesson.status, lesson],
    );
  }

  /** Writes a decision on an open lesson; false when somebody decided before. */
  async decide(manager: EntityManager, lesson: Lesson): Promise<boolean> {
    const [rows] = await manager.query<[unknown[], number]>(
      `UPDATE lesson SET status = $2, model = $3, lesson = $4 WHERE id = $1 AND status = 'open' RETURNING id`,
      [lesson.id, lesson.status, lesson.model, lesson],
    );
    return rows.length > 0;
  }

  async find(manager: EntityManager, id: string): Promise<StoredLesson | undefined> {
    const rows = await manager.query<Row[]>('SELECT lesson, root FROM lesson WHERE id = $1', [id]);
    return rows[0];
  }

  /** The newest first. */
  list(manager: EntityManager, { sight, status, model, after, limit }: LessonQuery): Promise<StoredLesson[]> {
    const { sql, parameters } = sight(5);
    return manager.query<Row[]>(
      `SELECT l.lesson, l.root FROM lesson l
       WHERE ($1::text IS NULL OR l.status = $1) AND ($2::uuid IS NULL OR l.model = $2)
         AND ($3::uuid IS NULL OR l.id < $3) AND ${sql}
       ORDER BY l.id DESC LIMIT $4`,
      [status, model, after, limit, ...parameters],
    );
  }
}
