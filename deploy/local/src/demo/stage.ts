import type { HubClients } from '../seed/register-organisations.ts';
import type { AgreementIds } from '../seed/sign-agreements.ts';
import { agreementPlans, type AgreementName, type AgreementPlan } from '../seed/agreement-plans.ts';
import { actors } from '../seed/actors.ts';
import { ask, type DemoAnswer, type DemoQuestion } from './ask.ts';
import type { DemoExchange } from './demo-result.ts';
import type { Narrator, Scene } from './narrator.ts';

export interface StageParts {
  readonly clients: HubClients;
  readonly agreements: AgreementIds;
  readonly narrator: Narrator;
}

/** Where the demonstration is played: every question that is asked on it is told and counted. */
export class Stage {
  readonly parts: StageParts;
  readonly exchanges: DemoExchange[] = [];

  constructor(parts: StageParts) {
    this.parts = parts;
  }

  /** Asks under an agreement, as the organisation that it makes the requester. */
  play(name: AgreementName, scene: { readonly title: string; readonly request: unknown }): Promise<DemoAnswer> {
    const { requester, operation, mode } = agreementPlans[name];
    const question = { agreement: this.parts.agreements[name], operation, mode, request: scene.request };
    return this.perform(requester, question, { title: scene.title, why: reasonOf(agreementPlans[name]) });
  }

  /** Asks whatever it is told to, as this organisation. */
  async perform(asker: AgreementPlan['requester'], question: DemoQuestion, scene: Scene): Promise<DemoAnswer> {
    this.parts.narrator.scene(scene);
    const answer = await ask(this.parts.clients[asker], question);
    this.tell(answer, answer.reply?.mode === 'match' ? { hit: answer.reply.hit } : answer.reply?.content);
    return answer;
  }

  tell(answer: DemoAnswer, content: unknown): void {
    this.exchanges.push(answer.exchange);
    this.parts.narrator.outcome(answer, content);
  }
}

/** Why the hub lets a question pass, in words. */
function reasonOf({ title, requester, provider }: AgreementPlan): string {
  return `allowed by the agreement "${title.en}", signed by ${actors[requester].name} and ${actors[provider].name}`;
}
