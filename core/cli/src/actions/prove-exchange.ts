import { resolve } from 'node:path';
import type { KeptEvidence } from '@koppel/contract';
import { bundleText, checkEvidence, type EvidenceBundle, type ExchangeProof } from '@koppel/ledger';
import { readKeptEvidence, writeSecretFile } from '@koppel/local';
import type { Context } from '../context.ts';
import { CheckFailure, UsageError } from '../exit-code.ts';
import { describeEvidence } from './check-evidence.ts';

export interface ProveOptions {
  readonly file: string;
  readonly exchange?: string;
  readonly request?: string;
  readonly reply?: string;
  readonly out?: string;
}

/** Joins what was kept with what the log says. @throws CheckFailure when that proves nothing; why has been printed. */
export async function proveExchange(context: Context, options: ProveOptions): Promise<void> {
  const own = await readKeptEvidence(resolve(options.file));
  const exchange = options.exchange ?? own.exchange;
  if (exchange === undefined)
    throw new UsageError('The file names no exchange: no answer came. Name it with --exchange.');
  const proof = await (await context.hub()).get<ExchangeProof>(`/v1/exchanges/${exchange}/proof`);
  const kept = await complete(context, { ...own, exchange }, { proof, options });
  const bundle: EvidenceBundle = { format: 'koppel-evidence/1', kept, proof };
  const text = bundleText(bundle);
  const report = checkEvidence(text);
  if (!report.isGood) {
    context.print(report, () => describeEvidence(context, report));
    throw new CheckFailure('The evidence does not hold');
  }
  if (options.out === undefined) return context.write(text);
  const file = resolve(options.out);
  await writeSecretFile(file, text);
  context.print({ file, exchange }, () => `The bundle is in ${file}; it holds what was asked and answered.`);
}

/** A provider keeps neither request nor reply, and a process of the hub no mark: what is missing is filled in. */
async function complete(
  context: Context,
  kept: KeptEvidence,
  { proof, options }: { proof: ExchangeProof; options: ProveOptions },
): Promise<KeptEvidence> {
  const answer = kept.answer ?? proof.answer?.logged.entry.evidence;
  return {
    ...kept,
    ...(options.request === undefined ? {} : { request: await context.readJson(options.request) }),
    ...(options.reply === undefined ? {} : { reply: (await context.readJson(options.reply)) as KeptEvidence['reply'] }),
    ...(answer === undefined ? {} : { answer }),
  } as KeptEvidence;
}
