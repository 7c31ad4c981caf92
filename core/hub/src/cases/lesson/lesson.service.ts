import type { Context } from 'moleculer';
import type { ActionMap } from '../cases.service.ts';
import type { ParamsOf } from '../../platform/actions.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import { Lessons } from './lessons.ts';
import { LessonStore } from './lesson.store.ts';

export function createLessonActions(tools: ProcessTools): ActionMap {
  const lessons = new Lessons(tools, new LessonStore());
  return {
    proposeLesson: ({ params }: Context<ParamsOf<'cases.proposeLesson'>>) => lessons.propose(params),
    listLessons: ({ params }: Context<ParamsOf<'cases.listLessons'>>) => lessons.list(params),
    decideLesson: ({ params }: Context<ParamsOf<'cases.decideLesson'>>) => lessons.decide(params),
  };
}
