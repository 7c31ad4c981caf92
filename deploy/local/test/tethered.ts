/** Starts two tethered children, tells their process ids and stays until it is killed. */
import { spawn } from 'node:child_process';
import { tether } from '../src/index.ts';

const scripts = ['sleep 600', `trap '' TERM; while true; do sleep 1; done`];
const children = scripts.map((script) => spawn('/bin/sh', ['-c', script], { stdio: 'ignore', detached: true }));
for (const child of children) tether(child, 'TERM');
console.log(JSON.stringify(children.map(({ pid }) => pid)));
