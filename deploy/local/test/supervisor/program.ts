/**
 * A child to supervise: says that it is ready with its process id and its environment. `fail` ends it at once, `stubborn`
 * keeps it from ending politely, and a file named by PROGRAM_CRASH ends it as soon as it appears.
 */
import { existsSync } from 'node:fs';

const [behaviour] = process.argv.slice(2);
if (behaviour === 'fail') {
  console.error('these are my last words');
  process.exit(1);
}
if (behaviour === 'stubborn') process.on('SIGTERM', () => console.error('no'));
console.error('this goes to the log');
console.log('an ordinary line');
console.log(JSON.stringify({ ready: true, pid: process.pid, secret: process.env['OUR_SECRET'] ?? null }));
setInterval(() => {
  const file = process.env['PROGRAM_CRASH'];
  if (file !== undefined && existsSync(file)) process.exit(7);
}, 10);
