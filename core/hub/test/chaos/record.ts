import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import type { CampaignResults } from './results.ts';

/** Writes what a campaign found: `<path>.json` for machines, `<path>.md` for people. */
export async function writeRecord(path: string, command: string, results: CampaignResults): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const date = new Date().toISOString().slice(0, 10);
  await writeFile(`${path}.json`, `${JSON.stringify({ date, command, ...results }, undefined, 2)}\n`);
  await writeFile(`${path}.md`, pageOf(results, { date, command }));
}

function pageOf(results: CampaignResults, { date, command }: { date: string; command: string }): string {
  const { trials, answered, lost, doubled, unlogged, unverified, late, seconds, seeds } = results;
  return `# The fault campaign of ${date}

\`${command}\` on ${cpus().length} processors, in ${seconds} seconds.

Two hub nodes, an adapter, PostgreSQL and nats-server, each a process of its own, were broken ${trials} times under load.
Callers wrote down ${answered} answers, the source every question; the ledger was compared with both after each trial.

| | |
|---|---|
| answers that the ledger does not tell of | ${lost} |
| answered, logged or heard twice | ${doubled} |
| questions heard that the ledger does not tell of | ${unlogged} |
| ledgers that did not verify | ${unverified} |
| trials that took longer to come back than they may | ${late} |

Recovery is counted from the moment at which the cause was gone and what had fallen could be started again, until both
nodes called themselves ready and everybody was answered.

| fault | trials | median ms | worst ms | limit ms | late |
|---|---|---|---|---|---|
${rowsOf(results)}
${remarksOf(results)}
One trial again: \`npm run chaos -- --only FAULT --seed SEED --trials 1\`; the seeds of this campaign are ${seeds.first} to ${seeds.last}, and each fault had its turn in the order above.
`;
}

const rowsOf = ({ byFault }: CampaignResults): string =>
  Object.entries(byFault)
    .map(([name, { trials, recovery, late }]) => {
      const { median, worst, limit } = recovery;
      return `| ${name} | ${trials} | ${median} | ${worst} | ${limit} | ${late} |`;
    })
    .join('\n');

function remarksOf({ notRun, broken, fellByItself }: CampaignResults): string {
  const lines = [
    ...Object.entries(notRun).map(([name, reason]) => `- Not run: ${name} (${reason}).`),
    ...Object.entries(fellByItself).map(([part, count]) => `- Ended by itself: ${part}, ${count} times.`),
    ...Object.entries(broken).map(
      ([code, count]) => `- Told to callers, and not to come back: \`${code}\`, ${count} times.`,
    ),
  ];
  return lines.length === 0 ? '' : `\n${lines.join('\n')}\n`;
}
