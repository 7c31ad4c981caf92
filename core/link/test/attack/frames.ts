import { connect as connectTcp, type Socket } from 'node:net';

/** Bytes that are no protocol: cut short, too long, of another one. */
export const frames: Readonly<Record<string, Buffer>> = {
  nothing: Buffer.alloc(0),
  'half a greeting': Buffer.from('CONNECT {"verbose":'),
  'a greeting without end': Buffer.from(`CONNECT {"a":"${'x'.repeat(100_000)}`),
  'a greeting in a thousand levels': Buffer.from(`CONNECT ${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}\r\n`),
  'a message before the greeting': Buffer.from('PUB koppel.v1.a 5\r\nhello\r\n'),
  'a message that is longer than it says': Buffer.from('CONNECT {}\r\nPUB a 2\r\nhello\r\n'),
  'a message that is shorter than it says': Buffer.from('CONNECT {}\r\nPUB a 99999\r\nhello'),
  'a message of petabytes': Buffer.from('CONNECT {}\r\nPUB a 999999999999999\r\n'),
  'a message of less than nothing': Buffer.from('CONNECT {}\r\nPUB a -1\r\n\r\n'),
  'headers that are longer than their message': Buffer.from('CONNECT {"headers":true}\r\nHPUB a 999 5\r\nhello\r\n'),
  'a line without end': Buffer.from(`SUB ${'a.'.repeat(100_000)}`),
  'a name of a cluster': Buffer.from('CONNECT {"cluster":"x"}\r\nRS+ A a\r\n'),
  'the words of a server': Buffer.from('INFO {"server_id":"x"}\r\nMSG a 1 2\r\nhi\r\n+OK\r\n'),
  'a web page': Buffer.from('GET /connz HTTP/1.1\r\nHost: a\r\n\r\n'),
  'a handshake of TLS': Buffer.from('160301020001000200030000', 'hex'),
  zeros: Buffer.alloc(64 * 1024),
  'bytes of every kind': Buffer.from(Array.from({ length: 4_096 }, (_, index) => (index * 167) % 256)),
};

/** Says it, one byte at a time at first, and waits until the other side hangs up or has had its time. */
export function say(url: string, frame: Buffer): Promise<void> {
  const { hostname, port } = new URL(url);
  const { promise, resolve } = Promise.withResolvers<void>();
  const socket: Socket = connectTcp(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.on('close', () => resolve());
  socket.setTimeout(300, () => socket.destroy());
  socket.on('connect', () => {
    for (const byte of frame.subarray(0, 5)) socket.write(Buffer.from([byte]));
    socket.write(frame.subarray(5));
  });
  socket.resume();
  return promise;
}
