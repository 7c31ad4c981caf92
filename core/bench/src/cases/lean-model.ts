import type { People } from './people.ts';

interface Version {
  readonly id: string;
}

interface ModelDocument {
  readonly version: string;
  readonly process: {
    readonly steps: readonly { readonly subProcess?: string }[];
    readonly subProcesses: readonly unknown[];
  };
}

/**
 * Brings a version into force that has no sub-processes, so that a case has only the tasks that somebody gives. Cases
 * made before stay on their version.
 */
export async function enforceLeanModel({ editor, approver }: People, inForce: string): Promise<void> {
  const { collaboration, document } = await editor.get<{ collaboration: string; document: ModelDocument }>(
    `/v1/models/${inForce}`,
  );
  const { id } = await editor.post<Version>('/v1/models', { collaboration, document: leanerThan(document) });
  await editor.post(`/v1/models/${id}/proposal`, {});
  const why = 'A benchmark needs cases without many tasks';
  await approver.post(`/v1/models/${id}/decision`, { outcome: 'approved', reasons: why });
  await approver.post(`/v1/models/${id}/application`, { reasons: why });
}

function leanerThan(document: ModelDocument): ModelDocument {
  const steps = document.process.steps.map(({ subProcess: _subProcess, ...step }) => step);
  const [major = '1', minor = '0'] = document.version.split('.');
  const version = `${major}.${Number(minor) + 1}.0`;
  return { ...document, version, process: { ...document.process, steps, subProcesses: [] } };
}
