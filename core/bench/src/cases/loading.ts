import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { node } from '../child/program.ts';
import { programOf } from '../exchange/site.ts';

/** What the loader reads on its standard input. */
export interface LoadOrder {
  readonly config: string;
  readonly collaboration: string;
  readonly from: { readonly body: string; readonly reporter: string };
  readonly templates: readonly { readonly roots: readonly string[] }[];
  readonly bodies: readonly { readonly id: string; readonly reporter: string; readonly copies: readonly number[] }[];
  readonly sample: number;
}

interface LoadReport {
  /** Ids of cases from anywhere, each of which folds to its record. */
  readonly sample: readonly string[];
}

/** @throws Error when the loader ends with anything but a report; it has said why through `tell`. */
export async function runLoader(order: LoadOrder, tell: (sentence: string) => void): Promise<LoadReport> {
  const [command, ...args] = node(programOf('core', 'hub', 'test', 'load', 'load-cases.main.ts'));
  const loader = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(loader, 'exit');
  createInterface({ input: loader.stderr }).on('line', tell);
  loader.stdin.end(JSON.stringify(order));
  const report = await text(loader.stdout);
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new Error('The loader failed');
  return JSON.parse(report) as LoadReport;
}
