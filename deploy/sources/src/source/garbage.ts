import type { GarbageKind } from './faults.ts';

/** Occurs in every garbage answer that is more than cut off or mistyped: whoever passes this on has leaked. */
export const garbageMark = 'PLANTED-GARBAGE';

const oversizedBytes = 4 * 1024 * 1024;
const html = `<!doctype html><html><body><h1>${garbageMark}</h1></body></html>`;

/** A spoilt answer with the content type it is sent under. */
export interface Garbage {
  readonly contentType: string;
  readonly body: string;
}

type Spoil = (body: string) => Garbage;

const json = (body: string): Garbage => ({ contentType: 'application/json', body });
const xml = (body: string): Garbage => ({ contentType: 'text/xml; charset=utf-8', body });

const jsonGarbage: Readonly<Record<GarbageKind, Spoil>> = {
  truncated: (body) => json(firstHalf(body)),
  'wrong-type': (body) => json(JSON.stringify(JSON.parse(body, mistype))),
  'extra-field': (body) => json(JSON.stringify(JSON.parse(body, addField))),
  html: () => ({ contentType: 'text/html', body: html }),
  doctype: () => xml(`<?xml version="1.0"?>${doctype('answer')}<answer>&planted;</answer>`),
  oversized: (body) => json(body + ' '.repeat(oversizedBytes)),
};

const xmlGarbage: Readonly<Record<GarbageKind, Spoil>> = {
  truncated: (body) => xml(firstHalf(body)),
  'wrong-type': (body) => xml(body.replaceAll(/>[^<>\s][^<>]*</g, '>not of its type<')),
  'extra-field': (body) => xml(body.replaceAll(/<\/[^<>]*(Incident|Response)>/g, `<extra>${garbageMark}</extra>$&`)),
  html: () => ({ contentType: 'text/html', body: html }),
  doctype: (body) => xml(body.replace('?>', `?>${doctype('Envelope')}`)),
  oversized: (body) => xml(body + ' '.repeat(oversizedBytes)),
};

export function spoilJson(kind: GarbageKind, body: string): Garbage {
  return jsonGarbage[kind](body);
}

export function spoilXml(kind: GarbageKind, body: string): Garbage {
  return xmlGarbage[kind](body);
}

function firstHalf(body: string): string {
  return body.slice(0, Math.floor(body.length / 2));
}

function doctype(root: string): string {
  return `<!DOCTYPE ${root} [<!ENTITY planted "${garbageMark}">]>`;
}

function mistype(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return 42;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value;
}

function addField(_key: string, value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? { ...value, unasked: garbageMark } : value;
}
