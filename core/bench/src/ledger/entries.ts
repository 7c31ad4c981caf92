import { v7 as uuidv7 } from 'uuid';

const requester = { oin: '00000009999000000001', client: 'intake' };
const provider = { oin: '00000009999000000002' };
const agreement = { id: '01938c5e-8c00-7000-8000-000000000001', version: 1 };
/** People who are asked about, again and again. */
const subjects = 50_000;

/** Question and answer of one exchange about one of many people, as the exchange room offers them. */
export function exchangeEntries(number: number): readonly object[] {
  const said = {
    exchange: uuidv7(),
    transaction: uuidv7(),
    trace: number.toString(16).padStart(32, 'a'),
    requester,
    provider,
    operation: 'records.find-residents@1.0.0',
    collaboration: 'bench-region',
    agreement,
    mode: 'content',
    purpose: 'prevent-and-detect-offences',
    actor: { id: 'employee-7', role: 'analyst' },
    subjects: [{ kind: 'kvk', value: (90_000_000 + (number % subjects)).toString() }],
    action: 'disclose',
  };
  const fields = ['residents[].name.familyName', 'residents[].birth.date', 'count'];
  return [
    { type: 'request.disclosed', ...said },
    { type: 'reply.released', ...said, fields, withheld: ['residents[].bsn'] },
  ];
}
