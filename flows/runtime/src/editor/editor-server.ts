import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { HttpApp } from 'node-red';
import { isSameSecret } from '../hooks/bearer-token.ts';
import { sendProblem } from '../hooks/problem-response.ts';
import { KoppelError } from '@koppel/contract';

/** Recognises whoever is signed on elsewhere, by the request alone; undefined: Node-RED's own form asks for the token. */
export type SignOn = (request: IncomingMessage) => string | undefined;

export interface EditorOptions {
  /** What the form of the editor takes as password, for the user `author`. */
  readonly token: string;
  readonly mayChange: boolean;
  readonly signOn?: SignOn | undefined;
}

/** Only this process puts the header on a request; what comes in under its name is thrown away. */
const userHeader = 'x-koppel-editor-user';
const formUser = 'author';
const sessionSeconds = 8 * 3600;

/** Who may use Node-RED's editor and its administration interface. */
export class EditorAccess {
  readonly #options: EditorOptions;
  readonly #proof = randomBytes(32).toString('hex');

  constructor(options: EditorOptions) {
    this.#options = options;
  }

  /** The value of Node-RED's setting `adminAuth`. */
  get adminAuth(): object {
    const user = (username: string) => ({ username, permissions: this.#options.mayChange ? '*' : 'read' });
    return {
      type: 'credentials',
      sessionExpiryTime: sessionSeconds,
      users: async (username: string) => user(username),
      authenticate: async (username: string, password: string) =>
        username === formUser && isSameSecret(password, this.#options.token) ? user(username) : null,
      tokenHeader: userHeader,
      tokens: async (token: string) => {
        const [proof = '', username = ''] = token.split(':');
        return username !== '' && isSameSecret(proof, this.#proof) ? user(username) : null;
      },
    };
  }

  /** Puts who is signed on into the request, for pages and for the upgrade to a websocket alike. */
  identify(request: IncomingMessage): void {
    delete request.headers[userHeader];
    const username = this.#options.signOn?.(request);
    if (username !== undefined) request.headers[userHeader] = `${this.#proof}:${username}`;
  }
}

/** A server for the loopback address alone; a page of another site that reaches it under its own name is refused. */
export function createEditorServer(access: EditorAccess, editor: () => HttpApp): Server {
  const server = createServer((request, response) => {
    if (!isLoopback(request.headers.host)) return sendProblem(response, new KoppelError('request.not-found'));
    access.identify(request);
    editor()(request, response);
  });
  // First of the listeners: Node-RED's own, which reads the header, comes after it.
  server.on('upgrade', (request, socket) => {
    if (isLoopback(request.headers.host)) access.identify(request);
    else socket.destroy();
  });
  return server;
}

function isLoopback(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:[0-9]+)?$/.test(host ?? '');
}
