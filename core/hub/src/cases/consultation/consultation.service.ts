import type { Context } from 'moleculer';
import type { ParamsOf } from '../../platform/actions.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { ActionMap } from '../cases.service.ts';
import { Consultations } from './consultations.ts';

/** What the room answers about consultations. */
export function createConsultationActions(tools: ProcessTools): ActionMap {
  const consultations = new Consultations(tools);
  return {
    consult: ({ params }: Context<ParamsOf<'cases.consult'>>) => consultations.ask(params),
    listConsultations: ({ params }: Context<ParamsOf<'cases.listConsultations'>>) => consultations.list(params),
    listConsultationsOf: ({ params }: Context<ParamsOf<'cases.listConsultationsOf'>>) => consultations.listOf(params),
    getConsultation: ({ params }: Context<ParamsOf<'cases.getConsultation'>>) => consultations.get(params),
    answerConsultation: ({ params }: Context<ParamsOf<'cases.answerConsultation'>>) => consultations.answer(params),
  };
}
