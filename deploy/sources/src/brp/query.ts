import { allFields, coveredBy, limitedFields } from './fields.ts';

/** One fault in a question, in the words of the real service. */
export interface InvalidParam {
  readonly name: string;
  readonly code: string;
  readonly reason: string;
}

/** A question that passed all checks; `fields` are selectable fields, spelled out. */
export type Query = { readonly fields: readonly string[] } & (
  | { readonly type: 'RaadpleegMetBurgerservicenummer'; readonly burgerservicenummer: readonly string[] }
  | { readonly type: 'ZoekMetAdresseerbaarObjectIdentificatie'; readonly adresseerbaarObjectIdentificatie: string }
  | { readonly type: 'ZoekMetPostcodeEnHuisnummer'; readonly postcode: string; readonly huisnummer: number }
);

/** All faults of a question that did not pass. */
export interface Unreadable {
  readonly invalidParams: readonly InvalidParam[];
}

type Check = (value: unknown, name: string) => InvalidParam[];
type Body = Readonly<Record<string, unknown>>;

const maxFields = 130;
const maxBsns = 20;

const searches: Readonly<
  Record<Query['type'], { checks: Readonly<Record<string, Check>>; selectable: readonly string[] }>
> = {
  RaadpleegMetBurgerservicenummer: {
    checks: { burgerservicenummer: listOf(matching(/^[0-9]{9}$/), maxBsns) },
    selectable: allFields,
  },
  ZoekMetAdresseerbaarObjectIdentificatie: {
    checks: { adresseerbaarObjectIdentificatie: matching(/^[0-9]{16}$/) },
    selectable: limitedFields,
  },
  ZoekMetPostcodeEnHuisnummer: {
    checks: { postcode: matching(/^[1-9]{1}[0-9]{3}[ ]?[A-Za-z]{2}$/), huisnummer: isHouseNumber },
    selectable: limitedFields,
  },
};

/** The kind of question, or undefined when the body names none of the three that this service knows. */
export function findQueryType(body: unknown): Query['type'] | undefined {
  const type = typeof body === 'object' && body !== null && 'type' in body ? body.type : undefined;
  return typeof type === 'string' && Object.hasOwn(searches, type) ? (type as Query['type']) : undefined;
}

/** The question, or every fault in it at once. */
export function parseQuery(body: unknown): Query | Unreadable {
  const type = findQueryType(body);
  if (!type) return { invalidParams: [typeFault(body)] };
  const given = body as Body;
  const { selectable, checks } = searches[type];
  const invalidParams = checkParams(given, { ...checks, fields: listOf(fieldAmong(selectable), maxFields) });
  if (invalidParams.length > 0) return { invalidParams };
  return toQuery(
    type,
    given,
    (given['fields'] as string[]).flatMap((asked) => coveredBy(asked, selectable)),
  );
}

function toQuery(type: Query['type'], body: Body, fields: readonly string[]): Query {
  switch (type) {
    case 'RaadpleegMetBurgerservicenummer':
      return { type, fields, burgerservicenummer: body['burgerservicenummer'] as string[] };
    case 'ZoekMetAdresseerbaarObjectIdentificatie':
      return { type, fields, adresseerbaarObjectIdentificatie: body['adresseerbaarObjectIdentificatie'] as string };
    case 'ZoekMetPostcodeEnHuisnummer':
      return { type, fields, postcode: body['postcode'] as string, huisnummer: body['huisnummer'] as number };
  }
}

function typeFault(body: unknown): InvalidParam {
  const isAbsent = typeof body !== 'object' || body === null || !('type' in body);
  return isAbsent
    ? { name: 'type', code: 'required', reason: 'Parameter is verplicht.' }
    : { name: 'type', code: 'value', reason: 'Waarde is geen geldig zoek type.' };
}

function checkParams(body: Body, checks: Readonly<Record<string, Check>>): InvalidParam[] {
  const known = Object.entries(checks).flatMap(([name, check]) =>
    Object.hasOwn(body, name)
      ? check(body[name], name)
      : [{ name, code: 'required', reason: 'Parameter is verplicht.' }],
  );
  const unknown = Object.keys(body).filter((name) => name !== 'type' && !Object.hasOwn(checks, name));
  // The name of an unknown parameter is not repeated: it may hold anything.
  return [
    ...known,
    ...unknown.map(() => ({ name: 'body', code: 'unknownParam', reason: 'Parameter is niet verwacht.' })),
  ];
}

function matching(pattern: RegExp): Check {
  return (value, name) => {
    if (typeof value === 'string' && pattern.test(value)) return [];
    return [{ name, code: 'pattern', reason: `Waarde voldoet niet aan patroon ${pattern.source}.` }];
  };
}

function isHouseNumber(value: unknown, name: string): InvalidParam[] {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 99_999) return [];
  return [{ name, code: 'integer', reason: 'Waarde is geen geldige integer.' }];
}

function listOf(check: Check, maxItems: number): Check {
  return (value, name) => {
    if (!Array.isArray(value)) return [{ name, code: 'array', reason: 'Parameter is geen array.' }];
    if (value.length === 0) return [{ name, code: 'minItems', reason: 'Array bevat minder dan 1 items.' }];
    if (value.length > maxItems) return [{ name, code: 'maxItems', reason: `Array bevat meer dan ${maxItems} items.` }];
    return value.flatMap((item, i) => check(item, `${name}[${i}]`));
  };
}

function fieldAmong(selectable: readonly string[]): Check {
  return (value, name) => {
    if (typeof value === 'string' && coveredBy(value, selectable).length > 0) return [];
    return [{ name, code: 'fields', reason: 'Parameter bevat een niet bestaande veldnaam.' }];
  };
}
