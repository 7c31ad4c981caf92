import type { Caller } from './caller.ts';
import type { Page, PageQuery } from './paging.ts';

/** What a case taught, as it is put before those who write the reference model; it names nobody. */
export interface LessonDraft {
  /** The decision in which the lesson was recorded, by its event. */
  readonly decision: string;
  /** Which of that decision's lessons, from 0. */
  readonly index: number;
  /** The lesson in words that everybody who writes models in the collaboration reads. */
  readonly text: string;
  /** What should change in the model. */
  readonly change: string;
}

export interface Lesson extends LessonDraft {
  readonly id: string;
  readonly collaboration: string;
  readonly theme: string;
  readonly proposedBy: { readonly oin: string; readonly person: string };
  readonly proposedAt: string;
  readonly status: 'open' | 'adopted' | 'declined';
  /** The version of the model that took the lesson in. */
  readonly model: string | null;
  readonly decidedBy: { readonly oin: string; readonly person: string } | null;
  readonly reasons: string | null;
}

/** A lesson as somebody sees it: with its case, and the decision in it, when they may know of that. */
export type LessonView = Omit<Lesson, 'decision'> & { readonly decision: string | null; readonly case: string | null };

export interface LessonActions {
  'cases.proposeLesson': [params: { caller: Caller; case: string; lesson: LessonDraft }, result: LessonView];
  'cases.listLessons': [
    params: { caller: Caller; page: PageQuery; status?: Lesson['status']; model?: string },
    result: Page<LessonView>,
  ];
  'cases.decideLesson': [
    params: { caller: Caller; id: string; outcome: 'adopted' | 'declined'; model?: string; reasons: string },
    result: LessonView,
  ];
}
