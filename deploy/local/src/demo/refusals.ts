import { setTimeout as pause } from 'node:timers/promises';
import { actors } from '../seed/actors.ts';
import { agreementPlans } from '../seed/agreement-plans.ts';
import { ask, type DemoAnswer } from './ask.ts';
import type { Address } from './ask-flow.ts';
import type { Stage } from './stage.ts';

const { operation } = agreementPlans.policeResidents;

/** Three questions that look like the first one and are refused, each with its reason. */
export async function playRefusals(stage: Stage, request: { readonly address: Address }): Promise<void> {
  const agreement = stage.parts.agreements.policeResidents;
  await stage.perform(
    'tax',
    { agreement, operation, request },
    {
      title: 'The tax authority asks who lives there, naming the agreement of the police',
      why: 'the agreement exists, but not between these two; the hub says no more than that',
    },
  );
  await stage.perform(
    'police',
    { agreement, operation, request, purpose: 'public-order' },
    {
      title: 'The police ask again, this time to keep public order',
      why: 'the agreement is for another purpose, and purposes are not exchangeable',
    },
  );
  await playSuspension(stage, { agreement, operation, request });
}

interface Suspendable {
  readonly agreement: string;
  readonly operation: string;
  readonly request: unknown;
}

async function playSuspension(stage: Stage, question: Suspendable): Promise<void> {
  const { clients, narrator } = stage.parts;
  narrator.scene({
    title: 'The municipality suspends the agreement, and the police ask once more',
    why: `${actors.municipality.name} may do so at any time; it binds on every node of the hub within two seconds`,
  });
  const path = `/v1/agreements/${question.agreement}`;
  await clients.municipality.post(`${path}/suspension`, {
    reason: 'Demonstration: advice of the lawfulness committee',
  });
  const suspendedAt = performance.now();
  const refused = await askUntilRefused(stage, question);
  stage.tell(refused, undefined);
  narrator.remark(`it bound after ${Math.round(performance.now() - suspendedAt)} ms`);
  await clients.municipality.post(`${path}/resumption`, { reason: 'Demonstration: the committee has no objections' });
}

/** A node may still hold the agreements as they were a moment ago; no answer of that moment is counted here. */
async function askUntilRefused(stage: Stage, question: Suspendable): Promise<DemoAnswer> {
  const until = Date.now() + 5000;
  for (;;) {
    const answer = await ask(stage.parts.clients.police, question);
    if (answer.exchange.outcome !== 'released' || Date.now() > until) return answer;
    await pause(50);
  }
}
