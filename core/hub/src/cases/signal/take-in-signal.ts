import { KoppelError } from '@koppel/contract';
import type { Intake, ReferenceModel } from '@koppel/process';
import type { Body } from '../../platform/body.schema.ts';
import type { IntakeEvent } from '../../platform/case-actions.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { Doer } from '../../platform/process/process-event.ts';
import { prepareRoot } from '../root/prepare-root.ts';
import { requireSubjects } from '../subject/subject-rules.ts';
import { signalIdOf, signalOf } from './intake-rules.ts';

/** A body whose model makes signals of an event. */
interface Taker {
  readonly body: Body;
  readonly model: { readonly id: string; readonly model: ReferenceModel };
  readonly intake: Intake;
}

const maxBodies = 200;

/**
 * Makes signals of what a partner's system tells, one in each theme whose model takes such events in. No person decided
 * anything yet. The same event handed in again is the same signal.
 */
export async function takeInSignal(tools: ProcessTools, event: IntakeEvent): Promise<string[]> {
  const takers = await takersOf(tools, event);
  requireOnePerTheme(takers);
  const ids: string[] = [];
  for (const taker of takers) ids.push(await submit(tools, event, taker));
  return ids;
}

async function takersOf(tools: ProcessTools, event: IntakeEvent): Promise<Taker[]> {
  const takers = await Promise.all((await bodiesOf(tools, event)).map((body) => takerOf(tools, event, body)));
  return takers.flatMap((taker) => taker ?? []);
}

async function bodiesOf({ call }: ProcessTools, { oin, client, body: id }: IntakeEvent): Promise<readonly Body[]> {
  if (id === undefined) {
    const caller = { oin, client, scopes: [] };
    return (await call('cases.listBodies', { caller, page: { limit: maxBodies } })).items;
  }
  const body = await call('cases.findBody', { id });
  return body?.members.includes(oin) ? [body] : [];
}

async function takerOf({ models }: ProcessTools, event: IntakeEvent, body: Body): Promise<Taker | undefined> {
  if (!body.active) return undefined;
  const model = await models.inForce(body).catch(nothingInForce);
  const intake = model?.model.intake.find((each) => each.event === event.type);
  const step = model?.model.process.steps.find(({ id }) => id === model.model.machines.signal.opening.step);
  return model && intake && step?.level === body.level ? { body, model, intake } : undefined;
}

function nothingInForce(error: unknown): undefined {
  if (!(error instanceof KoppelError) || error.code !== 'model.not-in-force') throw error;
}

/** A partner may sit in many bodies; which of them deals with an event is not for the hub to guess. */
function requireOnePerTheme(takers: readonly Taker[]): void {
  const themes = takers.map(({ body: { collaboration, theme } }) => `${collaboration}/${theme}`);
  if (new Set(themes).size === themes.length) return;
  const faults = [
    { path: '/body', message: 'must name the body, because this organisation sits in several of one theme' },
  ];
  throw new KoppelError('request.invalid', undefined, { details: { faults } });
}

async function submit(tools: ProcessTools, event: IntakeEvent, { body, model, intake }: Taker): Promise<string> {
  const content = signalOf(intake, event.payload);
  requireSubjects(content.subjects, '/payload');
  const id = signalIdOf(event, body.id);
  const by: Doer = { oin: event.oin, client: event.client, person: null, capacity: null };
  const commit = await prepareRoot(tools, by, {
    kind: 'signal',
    id,
    body,
    model,
    content,
    known: { subjects: content.subjects.length },
    participants: [...new Set([event.oin, body.coordinator])],
  });
  await tools.desk.commit(commit).catch(handedInBefore);
  return id;
}

function handedInBefore(error: unknown): undefined {
  if (!(error instanceof KoppelError) || error.code !== 'resource.exists') throw error;
}
