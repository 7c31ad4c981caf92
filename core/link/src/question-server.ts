import { asKoppelError } from '@koppel/contract';
import { Deadlines } from './deadlines.ts';
import { InFlight } from './in-flight.ts';
import type { Offer, QuestionHandler, SignedAnswer } from './offer.ts';
import { timeoutOf } from './message/header-names.ts';
import { encodeProblem } from './message/problem.ts';
import { decodeQuestion } from './message/question.ts';
import { encodeReply } from './message/reply.ts';
import { decodeWitnessQuestion, encodeWitnessAnswer } from './message/witness.schema.ts';
import { ServiceDirectory, serviceQueue } from './service-directory.ts';
import { during, silentTracer } from './trace/tracer.ts';
import { traceCallOf } from './trace/trace-call.ts';
import type { ReceivedMessage, Subscription, Wire, WireMessage } from './wire/wire.ts';

export interface QuestionServerOptions {
  readonly name: string;
  readonly subjectOf: (operation: string) => string;
  readonly healthSubject: string;
  readonly witnessSubject: string;
  readonly offer: Offer;
}

type Count = (durationMs: number, errorCode?: string) => void;

const defaultTimeoutMs = 10_000;
const healthTimeoutMs = 2_000;

/** Receives the hub's questions for one client and answers each of them once, in time or not at all. */
export class QuestionServer {
  readonly #wire: Wire;
  readonly #options: QuestionServerOptions;
  readonly #directory: ServiceDirectory;
  readonly #inFlight = new InFlight();
  readonly #deadlines = new Deadlines();
  #subscriptions: Subscription[] = [];

  constructor(wire: Wire, options: QuestionServerOptions) {
    this.#wire = wire;
    this.#options = options;
    const { name, offer } = options;
    this.#directory = new ServiceDirectory(wire, { name, version: offer.version, description: offer.description });
  }

  open(): void {
    const { handlers, checkHealth } = this.#options.offer;
    const operations = [...handlers].map(([operation, handler]) =>
      this.#endpoint(this.#options.subjectOf(operation), operation.replaceAll('.', '-'), (message) =>
        this.#answer(message, operation, handler),
      ),
    );
    const health = this.#endpoint(this.#options.healthSubject, 'health', async () => {
      await this.#deadlines.run(healthTimeoutMs, checkHealth);
      return encodeReply({});
    });
    this.#subscriptions = [...this.#directory.open(), ...operations, health, ...this.#witness()];
  }

  #witness(): Subscription[] {
    const { witnessSubject, offer } = this.#options;
    const { witness } = offer;
    if (!witness) return [];
    const answer = async (message: ReceivedMessage): Promise<WireMessage> => {
      const question = decodeWitnessQuestion(message);
      return encodeWitnessAnswer(await this.#deadlines.run(defaultTimeoutMs, () => witness(question)));
    };
    return [this.#endpoint(witnessSubject, 'witness', answer)];
  }

  /** Takes no more questions and waits for those in flight, at most so long. */
  async stop(timeoutMs: number): Promise<void> {
    await Promise.all(this.#subscriptions.map((subscription) => subscription.stop()));
    await this.#inFlight.settle(timeoutMs);
    if (this.#wire.status === 'connected') await this.#wire.flush();
  }

  /** Gives up what is still in flight. */
  abandon(): void {
    this.#deadlines.abandon();
  }

  #endpoint(subject: string, name: string, answer: (message: ReceivedMessage) => Promise<WireMessage>): Subscription {
    const count = this.#directory.addEndpoint(name, subject);
    return this.#wire.subscribe(subject, serviceQueue, (message) =>
      this.#inFlight.add(this.#reply(message, answer, count)),
    );
  }

  async #reply(
    message: ReceivedMessage,
    answer: (message: ReceivedMessage) => Promise<WireMessage>,
    count: Count,
  ): Promise<void> {
    const startedAt = performance.now();
    const { reply, errorCode } = await answerOrProblem(message, answer);
    count(performance.now() - startedAt, errorCode);
    if (message.replyTo !== undefined) this.#wire.publish(message.replyTo, reply);
  }

  async #answer(message: ReceivedMessage, operation: string, handler: QuestionHandler): Promise<WireMessage> {
    const asked = decodeQuestion(message, operation);
    const timeoutMs = timeoutOf(message.headers, defaultTimeoutMs);
    const { tracer = silentTracer } = this.#options.offer;
    const span = tracer.start({ name: `answer ${operation}`, kind: 'server', parent: asked.traceparent });
    const traced = { ...asked, traceparent: span.traceparent, ...traceCallOf(tracer, span) };
    const answer = (): Promise<SignedAnswer> =>
      this.#deadlines.run(timeoutMs, (signal) => handler({ ...traced, signal }));
    return encodeReply(await during(span, answer));
  }
}

async function answerOrProblem(
  message: ReceivedMessage,
  answer: (message: ReceivedMessage) => Promise<WireMessage>,
): Promise<{ readonly reply: WireMessage; readonly errorCode?: string }> {
  try {
    return { reply: await answer(message) };
  } catch (error) {
    const problem = asKoppelError(error, 'adapter.failed');
    return { reply: encodeProblem(problem), errorCode: problem.code };
  }
}
