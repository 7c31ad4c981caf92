/** The part of Node-RED that the runtime uses; Node-RED ships no types. */
declare module 'node-red' {
  import type { EventEmitter } from 'node:events';
  import type { IncomingMessage, Server, ServerResponse } from 'node:http';

  /** An Express application, which is a request listener with a way on. */
  export type HttpApp = (
    request: IncomingMessage & { body?: unknown; _body?: boolean },
    response: ServerResponse,
    next?: (error?: unknown) => void,
  ) => void;

  const RED: {
    init(server: Server | undefined, settings: object): void;
    start(): Promise<void>;
    stop(): Promise<void>;
    readonly httpNode: HttpApp;
    readonly httpAdmin: HttpApp;
    readonly events: EventEmitter;
  };
  export default RED;
}
