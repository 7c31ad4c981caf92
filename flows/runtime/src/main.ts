import { readFile } from 'node:fs/promises';
import { KoppelError } from '@koppel/contract';
import { connectLinkClient, createJsonLog } from '@koppel/link';
import { hideFlowConfig, readFlowConfig } from './config.ts';
import { lendLink } from './flow-link.ts';
import { exitWith, runProgram } from './program/run.ts';

const log = createJsonLog(process.stderr);
/** The server may still be starting when we are. */
const connectTimeoutMs = 60_000;

try {
  const config = readFlowConfig(process.env);
  hideFlowConfig(process.env);
  await runProgram({ config, log, openLink: () => openLink(config.linkUrl, config.linkCredentials) });
} catch (error) {
  exitWith(log, error);
}

async function openLink(url: string, credentialsFile: string) {
  const credentials = await readFile(credentialsFile, 'utf8').catch((cause: unknown) => {
    throw new KoppelError('config.invalid', `The credentials file ${credentialsFile} cannot be read`, { cause });
  });
  const client = await connectLinkClient({ servers: url.split(','), credentials, connectTimeoutMs });
  return { link: lendLink(client), close: () => client.close() };
}
