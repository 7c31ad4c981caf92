import { fileURLToPath } from 'node:url';
import { describeAdapterProgram } from './adapter-program.contract.ts';

const main = fileURLToPath(new URL('support/permit-process.ts', import.meta.url));

describeAdapterProgram('TypeScript', { command: process.execPath, args: [main] });
