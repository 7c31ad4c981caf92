import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the range from which systems give ports to outgoing connections: nobody takes it while its owner is away. */
const range = { from: 20_000, until: 32_000 } as const;

/** A port on the loopback interface that nobody listened on a moment ago; it stays free between two lives of its owner. */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(range.from, range.until);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer();
  server.once('error', () => resolve(false));
  server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  return promise;
}
