import { createReadStream } from 'node:fs';
import { verifyExport, type ExportReport } from '@koppel/ledger';
import type { Context } from '../context.ts';
import { CheckFailure } from '../exit-code.ts';

export interface VerifyCommandOptions {
  readonly key?: readonly string[];
  readonly held?: string;
  readonly witness?: readonly string[];
  readonly quorum?: string;
}

/** @throws CheckFailure when the export is not what the log signed; what is wrong has been printed. */
export async function verifyLedger(context: Context, file: string, options: VerifyCommandOptions): Promise<void> {
  const chunks = file === '-' ? context.surroundings.input : createReadStream(file);
  const report = await verifyExport(chunks, {
    ...(options.key === undefined ? {} : { vkey: options.key }),
    ...(options.witness === undefined ? {} : { witnesses: options.witness }),
    ...(options.quorum === undefined ? {} : { quorum: Number(options.quorum) }),
    ...(options.held === undefined ? {} : { previousCheckpoint: await context.readText(options.held) }),
  });
  context.print(report, () => describeReport(context, report));
  if (!report.isGood) throw new CheckFailure('The export does not hold');
}

/** How far the witnesses go along, in words. */
function describeWitnesses({ witnesses: report, summary }: ExportReport): string[] {
  if (!report || !summary) return [];
  const lines = report.witnesses.map(({ name, size, at }) =>
    size === null
      ? `${name} countersigned nothing of this`
      : `${name} countersigned the first ${size} entries, last at ${at}`,
  );
  const whole =
    report.size === null
      ? `Fewer than ${report.quorum} witnesses countersigned`
      : `${report.quorum} witnesses vouch for the first ${report.size} of ${summary.to} entries`;
  return [...lines, whole];
}

function describeReport(context: Context, report: ExportReport): string {
  const { summary } = report;
  const trust = report.isKeyTrusted
    ? ''
    : 'The key came with the export itself: compare it with one you know from elsewhere (--key).\n';
  if (report.isGood && summary) {
    const what = `entries ${summary.from} to ${summary.to - 1} of ${summary.origin}, ${summary.checkpoints} checkpoints`;
    const facts = [`${context.paint('green', 'Verified')}: ${what}`, `Root ${summary.root}`, `Key  ${summary.vkey}`];
    return [...facts, ...describeWitnesses(report), trust].join('\n').trimEnd();
  }
  const findings = report.findings.map(({ code, line, index, message }) => {
    const place = index === null ? `line ${line}` : `entry ${index} (line ${line})`;
    return `  ${place}: ${message} [${code}]`;
  });
  return [
    `${context.paint('red', 'Not verified')}: ${report.faults} faults`,
    ...findings,
    ...describeWitnesses(report),
  ].join('\n');
}
