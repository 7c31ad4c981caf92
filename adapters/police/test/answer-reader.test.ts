import { afterAll, describe, expect, test } from '@jest/globals';
import { AnswerReader } from '../src/answer-reader.ts';
import { readIncidents } from '../src/incident-answer.ts';
import { incidentsNamespace, soapNamespace, toEnvelope } from '../src/soap-envelope.ts';

const reader = new AnswerReader();
afterAll(() => reader.close());

const name = 'FindIncidentsByPersonResponse';
const incident = (occurredAt: string): string =>
  `<Incident><incidentId>IN-1</incidentId><occurredAt>${occurredAt}</occurredAt><category>drugs</category>` +
  '<status>open</status><addressId>9990010000000001</addressId>' +
  '<Involved><bsn>999900006</bsn><role>third-party</role></Involved></Incident>';
const envelope = (body: string, head = '<?xml version="1.0" encoding="UTF-8"?>'): string =>
  `${head}<s:Envelope xmlns:s="${soapNamespace}"><s:Body>${body}</s:Body></s:Envelope>`;
const answer = (content: string): string => `<${name} xmlns="${incidentsNamespace}">${content}</${name}>`;

const read = (text: string | Uint8Array) =>
  reader.read(typeof text === 'string' ? Buffer.from(text) : text, name, readIncidents);

describe('an answer of the police', () => {
  test.each([
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02T03:04:05+02:00', '2026-01-02T01:04:05.000Z'],
    ['2026-01-02T03:04:05', '2026-01-02T03:04:05.000Z'],
  ])('dated %s is told in UTC', (occurredAt, told) => {
    expect(read(envelope(answer(incident(occurredAt))))[0]).toMatchObject({ occurredAt: told });
  });

  test.each([
    ['a document type', envelope(answer(''), '<?xml version="1.0"?><!DOCTYPE x>'), 'holds a document type'],
    ['a document type in capitals and lower case', envelope(answer(''), '<!docTYPE x>'), 'holds a document type'],
    ['text that is not UTF-8', Buffer.from([0x3c, 0xff, 0xfe]), 'is not UTF-8'],
    ['UTF-16, in which a document type could hide', Buffer.from(envelope('<!DOCTYPE x>'), 'utf16le'), 'is not XML'],
    ['no XML', 'incidents: none', 'is not XML'],
    ['an element that the schema does not know', envelope(answer('<extra/>')), 'breaks the schema of the service'],
    ['a year that nobody can date', envelope(answer(incident('999999-01-01T00:00:00Z'))), 'holds a time that is none'],
    ['another answer', envelope(answer('').replaceAll('Person', 'Address')), 'is not the answer that was asked for'],
    ['two answers', envelope(answer('') + answer('')), 'is not the answer that was asked for'],
    ['an answer of another namespace', envelope(`<${name}/>`), 'breaks the schema of the service'],
    ['no envelope', answer(''), 'is not the answer that was asked for'],
  ])('with %s is not taken', (_case, text, how) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ code: 'source.failed', message: expect.stringContaining(how) }),
    );
  });

  test.each(['UTF-7', 'UTF-16', 'windows-1252'])(
    'is the UTF-8 that it was decoded as, though it claims %s',
    (encoding) => {
      const head = `<?xml version="1.0" encoding="${encoding}"?>`;
      expect(read(envelope(answer(''), head))).toEqual([]);
      const hidden = `${head}+ADwAIQ-DOCTYPE x+AD4-`;
      expect(() => read(envelope(answer(''), hidden))).toThrow('is not XML');
    },
  );

  test('is not expanded, fetched or included', () => {
    const include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/hostname"/>';
    expect(() => read(envelope(answer(include)))).toThrow('breaks the schema');
    expect(() => read(envelope(answer('&undeclared;')))).toThrow('is not XML');
  });

  test('never repeats in its fault what it said', () => {
    const faultOf = (text: string): unknown => {
      try {
        return read(text);
      } catch (error) {
        return error;
      }
    };
    for (const text of [envelope(answer('<Incident>999912345</Incident>')), '<a>999912345</b>']) {
      const fault = faultOf(text) as Error;
      expect(fault).toMatchObject({ code: 'source.failed' });
      expect([fault.message, fault.cause]).toEqual([expect.not.stringContaining('999912345'), undefined]);
    }
  });
});

describe('a fault of the police', () => {
  const fault = (code: string): Buffer =>
    Buffer.from(envelope(`<s:Fault><faultcode>${code}</faultcode><faultstring>no</faultstring></s:Fault>`));

  test('is the question’s when it says so, and else the service’s', () => {
    expect(['s:Client', 'Client', 's:Client.Authentication'].map((code) => reader.isClientFault(fault(code)))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['s:Server', 'NotClient', ''].map((code) => reader.isClientFault(fault(code)))).toEqual([
      false,
      false,
      false,
    ]);
    expect(reader.isClientFault(Buffer.from('no XML'))).toBe(false);
  });
});

describe('a question to the police', () => {
  test('keeps to its place whatever it holds', () => {
    expect(toEnvelope('MatchPerson', { bsn: '</bsn>&<x/>' })).toContain('<bsn>&lt;/bsn&gt;&amp;&lt;x/&gt;</bsn>');
  });
});
