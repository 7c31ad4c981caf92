import type { ExchangeReply } from '@koppel/contract';
import type { LocalKoppel } from '../start/start-local.ts';
import { askFlow, askThemeFlow, type Address } from './ask-flow.ts';
import { checkWholeLedger, proveEntry } from './check-ledger.ts';
import type { DemoLedger, DemoResult } from './demo-result.ts';
import type { Narrator } from './narrator.ts';
import { playRefusals } from './refusals.ts';
import { playReport } from './report.ts';
import { Stage } from './stage.ts';

/** The address the demonstration is about; every synthetic source holds its part of a story about it. */
export const storyAddress: Address = { postcode: '9001QX', houseNumber: 1 };
const incomeYear = 2024;
const street = 'Voorbeeldstraat 1 in Voorbeeldstad';

/** Plays what the agreements allow and what they do not, and checks that all of it is in the ledger. */
export async function demonstrate(local: LocalKoppel, narrator: Narrator): Promise<DemoResult> {
  const { clients, agreements, bus, startupMs } = local;
  const stage = new Stage({ clients, agreements, narrator });
  narrator.chapter('What the agreements allow');
  await playAllowed(stage);
  if (local.flows) {
    narrator.chapter('A flow asks three partners at once');
    await playFlow(stage, local.flows);
  }
  narrator.chapter('What they do not allow');
  await playRefusals(stage, { address: storyAddress });
  narrator.chapter('What a system tells by itself');
  const signal = await playReport(local, narrator);
  narrator.chapter('Who asked what, provably');
  const ledger = await playLedger(stage);
  return { bus, startupMs, exchanges: stage.exchanges, signal, ledger };
}

async function playAllowed(stage: Stage): Promise<void> {
  const request = { address: storyAddress };
  const residents = await stage.play('policeResidents', {
    title: `The police ask the municipality who lives at ${street}`,
    request,
  });
  const bsn = firstBsn(residents.reply);
  await stage.play('municipalityMatch', {
    title: 'The municipality asks the police whether the first of them is known: hit or no hit, nothing more',
    request: { bsn },
  });
  await stage.play('municipalityIncidents', {
    title: `The municipality asks the police what happened at ${street}`,
    request,
  });
  await stage.play('policeIncomes', {
    title: `The police ask the tax authority about the income of the same person in ${incomeYear}`,
    request: { bsn, year: incomeYear },
  });
  await stage.play('taxPermits', {
    title: `The tax authority asks the municipality which permits there are at ${street}`,
    request,
  });
}

interface Residents {
  readonly residents?: readonly { readonly bsn?: string }[];
}

const firstBsn = (reply: ExchangeReply | undefined): string | undefined =>
  (reply?.content as Residents | undefined)?.residents?.[0]?.bsn;

async function playFlow(stage: Stage, flows: NonNullable<LocalKoppel['flows']>): Promise<void> {
  stage.parts.narrator.scene({
    title: `The information centre draws a picture of ${street} from all three`,
    why: 'three agreements, one for each partner; whoever refuses or fails leaves a gap with its code',
  });
  for (const answer of await askFlow(flows, storyAddress)) {
    stage.parts.narrator.remark(`${answer.source}:`);
    stage.tell(answer, answer.content);
  }
  stage.parts.narrator.scene({
    title: `A flow that comes with the theme asks whether the police know ${street}`,
    why: 'the agreement allows hit or no hit; the flow runtime deployed what the theme package brings',
  });
  const known = await askThemeFlow(flows, storyAddress);
  stage.tell(known, known.content);
}

async function playLedger(stage: Stage): Promise<DemoLedger> {
  const { clients, narrator } = stage.parts;
  const index = stage.exchanges[0]?.ledgerIndex ?? 0;
  narrator.scene({
    title: 'The municipality checks that the first answer is in the ledger, and then the whole ledger',
    why: 'nobody has to believe the hub: an entry is proved against a signed checkpoint, an export is verified offline',
  });
  const proof = await proveEntry(clients.municipality, index);
  narrator.proof(proof);
  const report = await checkWholeLedger(clients.municipality, proof.checkpoint);
  narrator.ledger(report);
  return {
    size: report.summary?.to ?? 0,
    rootHash: report.summary?.root ?? '',
    verified: report.isGood && proof.isIncluded,
  };
}
