import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { openItem, sealItem } from '../../../src/cases/item/item-sealing.ts';

const id = '01938c5e-8c00-7000-8000-0000000000f1';
const caseKey = createSecretKey(randomBytes(32));
const content = { title: 'What the neighbours tell', text: 'Cars come and go at night.' };

describe('a sealed item', () => {
  const { sealed, digest, wrapUnder } = sealItem(id, content);
  const wrapped = wrapUnder(caseKey);

  test('opens with the key of its case', () => {
    expect(openItem({ id, wrapped, sealed, digest }, caseKey)).toEqual(content);
  });

  test('opens with the key of no other case, nor as another item', () => {
    const other = createSecretKey(randomBytes(32));
    expect(() => openItem({ id, wrapped, sealed, digest }, other)).toThrow('does not open');
    expect(() => openItem({ id: id.replace('f1', 'f2'), wrapped, sealed, digest }, caseKey)).toThrow('does not open');
  });

  test('does not open when a byte was changed, or with the digest of another', () => {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(40) ^ 1, 40);
    expect(() => openItem({ id, wrapped, sealed: changed, digest }, caseKey)).toThrow('does not open');
    expect(() => openItem({ id, wrapped, sealed, digest: '0'.repeat(64) }, caseKey)).toThrow('does not fit its digest');
  });

  test('has a key of its own and a salt: the same words twice are nothing alike', () => {
    const again = sealItem(id, content);
    expect(again.digest).not.toBe(digest);
    expect(() => openItem({ id, wrapped: again.wrapUnder(caseKey), sealed, digest }, caseKey)).toThrow('does not open');
  });
});
