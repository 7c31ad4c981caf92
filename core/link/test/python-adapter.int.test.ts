import { fileURLToPath } from 'node:url';
import { describeAdapterProgram } from './adapter-program.contract.ts';

const main = fileURLToPath(new URL('../../../adapters/example-python/main.py', import.meta.url));

// Without site packages it has the standard library alone; -B leaves no files behind.
describeAdapterProgram('Python', { command: 'python3', args: ['-S', '-B', main] });
