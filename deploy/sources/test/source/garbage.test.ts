import { describe, expect, test } from '@jest/globals';
import { garbageMark, spoilJson, spoilXml } from '../../src/source/garbage.ts';

const json = JSON.stringify({ persons: [{ name: 'Alfa', age: 3, alive: true }] });
const xml = '<?xml version="1.0"?><e:Envelope><Incident><match>true</match></Incident></e:Envelope>';

describe('JSON garbage', () => {
  test('cut off is no longer JSON', () => {
    expect(() => JSON.parse(spoilJson('truncated', json).body)).toThrow(SyntaxError);
  });

  test('of the wrong type keeps the shape and changes every value', () => {
    expect(JSON.parse(spoilJson('wrong-type', json).body)).toEqual({
      persons: [{ name: 42, age: '3', alive: 'true' }],
    });
  });

  test('with an extra field has it in every object', () => {
    expect(JSON.parse(spoilJson('extra-field', json).body)).toEqual({
      persons: [{ name: 'Alfa', age: 3, alive: true, unasked: garbageMark }],
      unasked: garbageMark,
    });
  });

  test('beyond all bounds still parses to the answer', () => {
    const { body } = spoilJson('oversized', json);
    expect(body.length).toBeGreaterThan(4_000_000);
    expect(JSON.parse(body)).toEqual(JSON.parse(json));
  });
});

describe('XML garbage', () => {
  test('of the wrong type changes every text', () => {
    expect(spoilXml('wrong-type', xml).body).toContain('<match>not of its type</match>');
  });

  test('with an extra element has it inside each incident', () => {
    expect(spoilXml('extra-field', xml).body).toContain(`<extra>${garbageMark}</extra></Incident>`);
  });

  test('with a document type has it behind the declaration', () => {
    expect(spoilXml('doctype', xml).body).toMatch(/^<\?xml version="1.0"\?><!DOCTYPE Envelope \[<!ENTITY/);
  });
});
