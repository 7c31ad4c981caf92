import { parse } from 'yaml';
import { readText } from '../support/deploy-files.ts';

export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook_url: string };
}

/** Every alert, whatever its group. */
export async function readAlerts(): Promise<Alert[]> {
  const file = parse(await readText('deploy/prometheus/koppel.rules.yaml')) as {
    readonly groups: readonly { readonly rules: readonly Alert[] }[];
  };
  return file.groups.flatMap(({ rules }) => rules);
}
