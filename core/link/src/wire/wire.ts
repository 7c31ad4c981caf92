/** Names and values of printable ASCII; what travels beside a body. */
export type WireHeaders = Readonly<Record<string, string>>;

export interface WireMessage {
  readonly body: Uint8Array;
  readonly headers?: WireHeaders;
}

/** A message as it arrived; its subject is what the server allowed the sender. */
export interface ReceivedMessage extends WireMessage {
  readonly subject: string;
  /** Where the sender wants its answer; whatever it says, it is only a wish. */
  readonly replyTo: string | undefined;
  readonly headers: WireHeaders;
}

/**
 * Why a request has no answer: nobody listens on the subject, nobody answered in time, the connection is or went
 * down, the server refused the subject, the message is larger than the server takes. They are never the same.
 */
export type WireFailure = 'absent' | 'late' | 'cut' | 'denied' | 'too-large';

export type WireStatus = 'connected' | 'disconnected' | 'denied' | 'closed';

export interface Subscription {
  /** Takes no more messages; resolves when those already taken have been delivered. */
  stop(): Promise<void>;
}

/** A connection of one user to the message server, or to its stand-in inside this process. */
export interface Wire {
  readonly status: WireStatus;
  /** A message and its first answer. Expected failures are values; nothing is sent again by itself. */
  request(subject: string, message: WireMessage, timeoutMs: number): Promise<ReceivedMessage | WireFailure>;
  /** Sends without waiting; a message that cannot be sent now is dropped, and false returned. */
  publish(subject: string, message: WireMessage): boolean;
  /** Delivers each message to one subscriber of the same queue, or to every one without a queue. */
  subscribe(subject: string, queue: string | undefined, receive: (message: ReceivedMessage) => void): Subscription;
  /** Resolves when the server has taken everything sent before, subscriptions included. */
  flush(): Promise<void>;
  onStatus(listener: (status: WireStatus) => void): void;
  /** Requests in flight end as `cut`. */
  close(): Promise<void>;
}
