#!/usr/bin/env node
// Plain JavaScript for any Node from 18 on: hands over to the Node that npm brought, or goes on in this one.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const isNewEnough = major > 24 || (major === 24 && minor >= 11);

function findBroughtNode() {
  try {
    const manifest = `node-${process.platform}-${process.arch}/package.json`;
    return join(dirname(createRequire(import.meta.url).resolve(manifest)), 'bin', 'node');
  } catch {
    return undefined;
  }
}

function handOver(node) {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  // The channel tells the other process when this one is gone, even by kill -9.
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`The Node in ${node} does not run on this machine (${error.message}); install Node 24.11 or newer.`);
    process.exitCode = 6;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 1);
  });
}

const brought = isNewEnough ? undefined : findBroughtNode();
if (isNewEnough) {
  await import('../src/main.ts');
} else if (brought) {
  handOver(brought);
} else {
  console.error(
    `Koppel needs Node 24.11 or newer and this is ${process.version}; run "npm ci" again (it brings Node 24), or install it.`,
  );
  process.exitCode = 6;
}
