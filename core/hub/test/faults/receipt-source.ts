import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const answer = JSON.stringify({ residents: [{ familyName: 'Testpersoon' }], count: 1 });

/** A source system that writes down every question it hears, before it answers: what it knows does not depend on the hub. */
export class ReceiptSource {
  readonly url: string;
  thinkingMs = 5;
  readonly #file: string;
  readonly #server: Server;
  #count = 0;

  private constructor(server: Server, file: string) {
    this.#server = server;
    this.#file = file;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', ({ headers }, response) => {
      appendFileSync(file, `${String(headers['fsc-transaction-id'])}\n`);
      this.#count += 1;
      setTimeout(() => response.end(answer), this.thinkingMs);
    });
  }

  static async open(file: string): Promise<ReceiptSource> {
    writeFileSync(file, '');
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    return new ReceiptSource(server, file);
  }

  /** Questions heard so far. */
  get count(): number {
    return this.#count;
  }

  /** The transactions of all questions, in order. */
  receipts(): string[] {
    return readFileSync(this.#file, 'utf8').split('\n').slice(0, -1);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
