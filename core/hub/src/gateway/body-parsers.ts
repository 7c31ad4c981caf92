import { defaultJsonLimits, KoppelError, parseJson } from '@koppel/contract';
import type { FastifyInstance } from 'fastify';

/** A form is small: the largest thing in one is a signed assertion. */
const maxFormBytes = 16 * 1024;

/** Every body is parsed by these alone; Fastify's own parsers know no bound on depth and take duplicate keys. */
export function addBodyParsers(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: defaultJsonLimits.maxBytes },
    (_request, body, done) => {
      done(null, parseJson(body));
    },
  );
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer', bodyLimit: maxFormBytes },
    (_request, body, done) => {
      done(null, parseForm(body.toString()));
    },
  );
}

/** @throws KoppelError `request.duplicate-key`: which of two assertions counts must not depend on a parser. */
function parseForm(text: string): Record<string, string> {
  const pairs = [...new URLSearchParams(text)];
  if (new Set(pairs.map(([name]) => name)).size < pairs.length) throw new KoppelError('request.duplicate-key');
  return Object.fromEntries(pairs);
}
