import { setTimeout as pause } from 'node:timers/promises';
import { people } from '../seed/people.ts';
import type { HubClient } from '../hub-client/hub-client.ts';
import type { LocalKoppel } from '../start/start-local.ts';
import { StartError } from '../start-error.ts';
import type { Narrator } from './narrator.ts';

/** One report, the same at every start: told twice, it is still one signal. */
const report = {
  kenmerk: '0193a3c0-5d1e-7c52-9a40-3f6f1b7c2d11',
  toelichting: 'The windows of the garage are taped since May, and the ventilation runs day and night.',
  adres: { postcode: '9001QX', huisnummer: 1 },
};
const patienceMs = 20_000;

type Parts = Pick<LocalKoppel, 'clients' | 'desk'>;

/** Somebody writes a report in the municipality's own system; answers the id of the signal that came of it. */
export async function playReport({ clients, desk }: Parts, narrator: Narrator): Promise<string> {
  narrator.scene({
    title: 'A permit officer writes a report in the municipality’s own system, and never touches Koppel',
    why: 'the adapter tells the hub what is new there, and the reference model makes a signal of it; no person has decided anything yet',
  });
  const writtenAt = performance.now();
  await writeReport(desk);
  const signal = await awaitSignal(clients.centre.as(people.coordinator.person));
  narrator.remark(`it was a signal of the case conference after ${Math.round(performance.now() - writtenAt)} ms`);
  narrator.remark(`npx koppel signals show ${signal} --profile centre --person ${people.coordinator.person}`);
  return signal;
}

async function writeReport({ url, apiKey }: Parts['desk']): Promise<void> {
  const headers = { 'content-type': 'application/json', 'x-api-key': apiKey };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(report) });
  if (!answer.ok) throw new StartError('failed', `The municipality's desk for reports answered ${answer.status}.`);
}

interface SignalSeen {
  readonly openedBy: { readonly person: string | null };
  readonly content: { readonly summary?: string } | null;
}

/** As the coordinator finds it: by a word of the report. */
async function awaitSignal(coordinator: HubClient): Promise<string> {
  const until = Date.now() + patienceMs;
  while (Date.now() < until) {
    const { hits } = await coordinator.post<{ hits: readonly { id: string }[] }>('/v1/searches', {
      words: 'ventilation',
      kinds: ['signal'],
    });
    for (const { id } of hits) if (await isReport(coordinator, id)) return id;
    await pause(50);
  }
  throw new StartError('failed', 'The report of the municipality became no signal; the log of its adapter tells why.');
}

async function isReport(coordinator: HubClient, id: string): Promise<boolean> {
  const { openedBy, content } = await coordinator.get<SignalSeen>(`/v1/signals/${id}`);
  return openedBy.person === null && content?.summary === report.toelichting;
}
