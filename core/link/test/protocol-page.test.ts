import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { problemCodes } from '@koppel/contract';
import { linkLimits } from '@koppel/link';
import { Prefix } from '@nats-io/nkeys';
import { Nkey } from '../src/authority/nkey.ts';
import { contentAnswerSchema, matchAnswerSchema, questionSchema } from '../src/message/body.schema.ts';
import { witnessAnswerSchema, witnessQuestionSchema } from '../src/message/witness.schema.ts';
import { adapterCodes } from '../src/message/problem.ts';

const page = readFileSync(new URL('../../../docs/link-protocol.md', import.meta.url), 'utf8');

describe('The page of the protocol says what the code does', () => {
  test.each([
    ['question', questionSchema],
    ['contentAnswer', contentAnswerSchema],
    ['matchAnswer', matchAnswerSchema],
    ['witnessQuestion', witnessQuestionSchema],
    ['witnessAnswer', witnessAnswerSchema],
  ])('about the body of a %s', (name, schema) => {
    const block = new RegExp(`<!-- schema: ${name} -->\\n\`\`\`json\\n([^]*?)\\n\`\`\``).exec(page)?.[1] ?? 'null';
    expect(JSON.parse(block)).toEqual(JSON.parse(JSON.stringify(schema)));
  });

  test('about the key of its example', () => {
    const raw = Buffer.from(Array.from({ length: 32 }, (_, i) => i));
    const key = new Nkey(Prefix.User, raw);
    expect(page).toContain(`| \`${Buffer.from(key.getSeed()).toString()}\` |`);
    expect(page).toContain(`| \`${key.getPublicKey()}\` |`);
    expect(page).toContain(`| \`${Buffer.from(key.sign(Buffer.from('PXoWU7zWAMt75FY'))).toString('base64url')}\` |`);
  });

  test('about the sizes', () => {
    for (const size of [linkLimits.maxRequest, linkLimits.maxReply, linkLimits.maxPayload]) {
      expect(page).toContain(`at most ${size.toLocaleString('en')} bytes`);
    }
  });

  test('about the codes of an adapter and their status', () => {
    const rows = [...page.matchAll(/^\| `([a-z.-]+)` \| (\d{3}) \|/gm)].map(([, code, status]) => [
      code,
      Number(status),
    ]);
    expect(Object.fromEntries(rows)).toEqual(
      Object.fromEntries([...adapterCodes].map((code) => [code, problemCodes[code].status])),
    );
  });

  test('about the codes that are worth another try', () => {
    const sentence = /Retryable are ([^]*?)\./.exec(page.replaceAll(/`([a-z-]+)\.([a-z-]+)`/g, '`$1/$2`'))?.[1] ?? '';
    const named = [...sentence.matchAll(/`([a-z-]+)\/([a-z-]+)`/g)].map(([, area, name]) => `${area}.${name}`);
    const retryable = Object.entries(problemCodes).flatMap(([code, { retryable: isWorth }]) => (isWorth ? [code] : []));
    expect(named.toSorted()).toEqual(retryable.toSorted());
  });

  test('about the bytes of its example', () => {
    for (const [, header, all, block] of page.matchAll(/(?:HMSG|HPUB) \S+ (?:\d+ \S+ )?(\d+) (\d+)\n([^]*?)\n```/g)) {
      const lines = (block ?? '').split('\n').map((line) => line.slice(3));
      const body = lines.pop() ?? '';
      const headerBytes = lines.join('\r\n').length + 2;
      expect([headerBytes, headerBytes + body.length]).toEqual([Number(header), Number(all)]);
    }
    const [, size, answer] = /PUB _INBOX\S+ (\d+)\nC: (\{"content.*)\n/.exec(page) ?? [];
    expect(answer).toHaveLength(Number(size));
  });
});
