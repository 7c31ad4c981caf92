import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { actors, themePackage } from '../seed/actors.ts';
import { purpose } from '../seed/agreement-plans.ts';
import type { AgreementIds } from '../seed/sign-agreements.ts';
import { startChild } from '../supervisor/child.ts';
import { linkCredentialsFile } from './link-client-files.ts';
import { findPackageProgram } from './package-program.ts';
import { track } from './progress.ts';
import type { Site } from './site.ts';
import type { MessageServer } from './start-message-server.ts';

/** How to call the flows of the information centre. */
export interface Flows {
  readonly url: string;
  /** Opens the hooks. */
  readonly token: string;
}

/** What the flow that draws the picture of an address reads from its environment. */
export function flowEnvironment(agreements: AgreementIds): Readonly<Record<string, string>> {
  return {
    KOPPEL_AGREEMENT_MUNICIPALITY: agreements.centrePermits,
    KOPPEL_AGREEMENT_POLICE: agreements.centreMatch,
    KOPPEL_AGREEMENT_TAX: agreements.centreRelations,
    KOPPEL_ADDRESS_PICTURE_PURPOSE: purpose,
  };
}

/** Starts the flow runtime as a client of the link; `environment` is what its flows read. */
export function startFlows(
  site: Site,
  { url, authority }: MessageServer,
  environment: Readonly<Record<string, string>>,
): Promise<Flows> {
  return track(site.show, 'Flows', async () => {
    const home = join(site.home, 'flows');
    const grant = { oin: actors.centre.oin, client: 'flows', kind: 'flow' } as const;
    const env = {
      ...environment,
      KOPPEL_FLOW_LINK_URL: url,
      KOPPEL_FLOW_LINK_CREDENTIALS: await linkCredentialsFile(home, authority, grant),
      KOPPEL_FLOW_HOME: home,
      KOPPEL_FLOW_THEMES: JSON.stringify([themePackage]),
    };
    const logFile = join(site.paths.logs, 'flows.log');
    const script = findPackageProgram('@koppel/flow-runtime');
    const runtime = await site.supervisor.keep({
      name: 'flows',
      start: () => startChild({ name: 'The flow runtime', script, env, logFile }),
    });
    const token = (await readFile(join(home, 'hook-token'), 'utf8')).trim();
    const result = { url: String(runtime.ready['url']), token };
    return { result, detail: result.url };
  });
}
