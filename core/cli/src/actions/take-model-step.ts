import type { Context } from '../context.ts';
import type { ModelVersion } from '../model-version.ts';

export interface ModelStep {
  readonly id: string;
  /** What of the version is made: its `proposal`, `decision` or `application`. */
  readonly path: string;
  readonly body?: object;
  /** Said about the version before somebody says yes; nothing is asked without it. */
  readonly question?: string;
  readonly next: (version: ModelVersion) => string;
}

/** Takes a step on the version as it stands now; when somebody is faster, the hub says so. */
export async function takeModelStep(context: Context, { id, path, body, question, next }: ModelStep): Promise<void> {
  const hub = await context.hub();
  const seen = await hub.get<ModelVersion>(`/v1/models/${id}`);
  if (question) await context.confirm(`${seen.model} ${seen.version} of ${seen.collaboration} ${question}`);
  const { body: version } = await hub.send<ModelVersion>({
    method: 'POST',
    path: `/v1/models/${id}/${path}`,
    headers: { 'if-match': `"${seen.revision}"` },
    ...(body === undefined ? {} : { body }),
  });
  context.print(version, () => `${version.model} ${version.version} is ${version.status}. ${next(version)}`.trimEnd());
}
