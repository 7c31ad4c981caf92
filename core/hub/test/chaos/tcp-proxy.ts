import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '@koppel/sources';

/**
 * What a network does to those who use it. `cut` resets what is open and refuses what is new; `half-open` swallows
 * everything and tells nobody, and what was open then stays lost when the sky clears; `slow` holds every piece up;
 * `corrupt` sets the eighth bit of a byte now and then, which no protocol here takes for text.
 */
export type Weather = 'clear' | 'cut' | 'half-open' | 'slow' | 'corrupt';

const slowMs = 40;
const corruptedPieces = 0.1;

interface Pair {
  readonly sockets: Socket[];
  isLost: boolean;
}

/** Stands between two parts of a site and is the network between them. */
export class TcpProxy {
  readonly port: number;
  readonly #server: Server;
  #targets: readonly number[];
  readonly #pairs = new Set<Pair>();
  readonly #random: Random;
  #weather: Weather = 'clear';
  #turn = 0;

  private constructor(server: Server, targets: readonly number[]) {
    this.#server = server;
    this.#targets = targets;
    this.port = (server.address() as AddressInfo).port;
    this.#random = new Random(this.port);
    server.on('connection', (near) => this.#accept(near));
  }

  /** Passes connections on to these ports of this machine in turn; to the next one when nobody listens. */
  static async open(...targets: number[]): Promise<TcpProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    return new TcpProxy(server, targets);
  }

  /** From now on new connections are passed on to these ports. */
  set targets(targets: readonly number[]) {
    this.#targets = targets;
  }

  set weather(weather: Weather) {
    this.#weather = weather;
    for (const pair of this.#pairs) {
      if (weather === 'half-open') pair.isLost = true;
      if (weather === 'cut') for (const socket of pair.sockets) socket.resetAndDestroy();
    }
  }

  async close(): Promise<void> {
    for (const { sockets } of this.#pairs) for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(near: Socket): void {
    const pair: Pair = { sockets: [], isLost: this.#weather === 'half-open' };
    this.#join(pair, near);
    if (this.#weather === 'cut') return void near.resetAndDestroy();
    if (pair.isLost) return void near.resume();
    near.pause();
    this.#turn += 1;
    this.#dial(pair, this.#targets.length);
  }

  #dial(pair: Pair, attempts: number): void {
    const [near] = pair.sockets;
    const target = this.#targets[(this.#turn + attempts) % this.#targets.length];
    if (near === undefined || target === undefined) return;
    const far = connect(target, '127.0.0.1');
    const refuse = (): void => {
      if (attempts > 1) this.#dial(pair, attempts - 1);
      else near.resetAndDestroy();
    };
    far.once('error', refuse);
    far.once('connect', () => {
      far.off('error', refuse);
      this.#join(pair, far);
      this.#pump(pair, near, far);
      this.#pump(pair, far, near);
    });
  }

  #join(pair: Pair, socket: Socket): void {
    pair.sockets.push(socket);
    this.#pairs.add(pair);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      if (pair.sockets.every(({ destroyed }) => destroyed)) this.#pairs.delete(pair);
    });
  }

  /** Pieces arrive in the order in which they were sent, whatever the weather; a lost pair tells neither side of the other's end. */
  #pump(pair: Pair, from: Socket, to: Socket): void {
    let sent = Promise.resolve();
    from.on('data', (piece: Buffer) => {
      sent = sent.then(() => this.#forward(pair, piece, to));
    });
    from.once('close', () => {
      void sent.then(() => (pair.isLost ? undefined : to.destroySoon()));
    });
    if (from.destroyed) to.destroySoon();
    from.resume();
  }

  async #forward(pair: Pair, piece: Buffer, to: Socket): Promise<void> {
    if (this.#weather === 'slow') await pause(slowMs);
    if (this.#weather === 'corrupt' && this.#random.chance(corruptedPieces)) this.#spoil(piece);
    if (!pair.isLost && to.writable) to.write(piece);
  }

  #spoil(piece: Buffer): void {
    const place = this.#random.between(0, piece.length - 1);
    piece.writeUInt8(piece.readUInt8(place) | 0x80, place);
  }
}
