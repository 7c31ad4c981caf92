import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Script = (request: IncomingMessage, response: ServerResponse) => void;

/** A source that does what a test says, and counts its calls. */
export class ScriptedServer {
  readonly calls: IncomingMessage[] = [];
  script: Script = (_request, response) => void response.end();
  readonly #server = createServer((request, response) => {
    this.calls.push(request);
    request.resume();
    this.script(request, response);
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
