import { readFile } from 'node:fs/promises';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isSameSecret, parseBasic } from '../source/credentials.ts';
import { spoilXml } from '../source/garbage.ts';
import type { Inlet } from '../source/inlet.ts';
import { openSource, type RunningSource, type SourceOptions } from '../source/open-source.ts';
import { Refusal, toRefusal } from '../source/refusal.ts';
import { IncidentRegister } from './incident-register.ts';
import { QuestionReader } from './question-reader.ts';
import { element, incidentsNamespace, operations, toEnvelope, type Operation } from './soap-envelope.ts';

/** Path of the service; `?wsdl` behind it gives the description, `.xsd` the schema. */
export const policePath = '/police/incidents';
export const incidentsWsdlUrl = new URL('./incidents.wsdl', import.meta.url);
export const incidentsXsdUrl = new URL('./incidents.xsd', import.meta.url);

export interface PoliceOptions extends SourceOptions {
  /** HTTP Basic credential. */
  readonly username: string;
  readonly password: string;
}

const xmlType = 'text/xml; charset=utf-8';

/** The police's incidents over SOAP 1.1 (document/literal). */
export async function startPolice(options: PoliceOptions): Promise<RunningSource> {
  const [wsdl, xsd] = await Promise.all([readFile(incidentsWsdlUrl, 'utf8'), readFile(incidentsXsdUrl, 'utf8')]);
  const reader = new QuestionReader(xsd);
  return openSource(options, {
    spoil: spoilXml,
    register: (app, inlet) => {
      registerContract(app, wsdl, xsd);
      registerQuestions(app, { inlet, reader, options });
      app.addHook('onClose', async () => reader.close());
    },
  });
}

interface Parts {
  readonly inlet: Inlet;
  readonly reader: QuestionReader;
  readonly options: PoliceOptions;
}

function registerContract(app: FastifyInstance, wsdl: string, xsd: string): void {
  app.get<{ Querystring: Record<string, string> }>(policePath, async (request, reply) => {
    if (!('wsdl' in request.query)) throw new Refusal(404, 'not-found');
    return reply.type(xmlType).send(wsdl.replace('http://localhost', app.listeningOrigin));
  });
  app.get(`${policePath}.xsd`, async (_request, reply) => reply.type(xmlType).send(xsd));
}

function registerQuestions(app: FastifyInstance, { inlet, reader, options }: Parts): void {
  const incidents = new IncidentRegister(options.population);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('text/xml', { parseAs: 'string' }, async (_request: FastifyRequest, body: string) => body);
  app.setErrorHandler(sendFault);
  app.post<{ Body: string }>(policePath, { onRequest: requireBasic(options) }, async (request, reply) => {
    const operation = findOperation(request);
    await inlet.receive(request, reply, operation ?? 'unknown');
    if (!operation) throw new Refusal(400, 'unknown-operation', { title: 'no such SOAPAction' });
    const question = reader.readQuestion(request.body, operation);
    return reply.type(xmlType).send(toEnvelope(incidents.answer(operation, question)));
  });
}

function findOperation(request: FastifyRequest): Operation | undefined {
  const action = String(request.headers['soapaction']).replaceAll('"', '');
  return operations.find((name) => action === `${incidentsNamespace}:${name}`);
}

function requireBasic({ username, password }: PoliceOptions): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    const given = parseBasic(request.headers.authorization);
    if (isSameSecret(given && `${given.username}:${given.password}`, `${username}:${password}`)) return;
    throw new Refusal(401, 'unauthenticated', { headers: { 'www-authenticate': 'Basic realm="incidents"' } });
  };
}

/** A SOAP fault; what SOAP 1.1 calls a client fault goes over HTTP as 500. */
function sendFault(error: FastifyError | Refusal, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, message, headers } = toRefusal(error);
  const faultCode = status < 500 ? 'soap:Client' : 'soap:Server';
  const fault = element('soap:Fault', [element('faultcode', faultCode), element('faultstring', message)]);
  return reply
    .code(status === 400 ? 500 : status)
    .headers(headers)
    .type(xmlType)
    .send(toEnvelope(fault));
}
