import type { ExchangeAgreement, ExchangeReply } from '@koppel/contract';
import type { LedgerEntry } from '@koppel/ledger';
import type { Fact } from './log-judge.ts';
import type { Fault } from './rules.ts';
import { familyNameOf } from './source.ts';

interface Release {
  readonly agreement: ExchangeAgreement;
  /** Whom the caller asked about. */
  readonly bsn: string;
  readonly reply: ExchangeReply;
  /** What is committed now. */
  readonly facts: readonly Fact[];
}

/** Which rule a release breaks, and how. */
export function faultOfRelease(release: Release): Fault | undefined {
  return faultOfLog(release) ?? faultOfGrant(release) ?? faultOfAnswer(release);
}

function faultOfLog({ reply, facts, agreement }: Release): Fault | undefined {
  const { requestIndex, replyIndex } = reply.ledger;
  const find = (index: number, type: LedgerEntry['type']): LedgerEntry | undefined => {
    const entry = facts[index]?.entry;
    return entry?.type === type && entry.exchange === reply.exchange ? entry : undefined;
  };
  const answered = find(replyIndex, 'reply.released');
  if (!answered || !find(requestIndex, 'request.disclosed'))
    return ['release.unlogged', 'its indexes are not those of its entries'];
  if (answered.agreement?.id !== agreement.id) return ['release.unlogged', 'under another agreement'];
  const untold = leavesOf(reply.content).filter((path) => !answered.fields?.includes(path));
  return untold.length > 0 ? ['release.unlogged', `its entry does not tell of ${untold.join(', ')}`] : undefined;
}

function faultOfGrant({ reply, agreement }: Release): Fault | undefined {
  const leaves = leavesOf(reply.content);
  if (reply.mode !== agreement.mode) return ['grant.exceeded', `in mode ${reply.mode}`];
  if (reply.mode === 'match' && leaves.length > 0) return ['grant.exceeded', 'content came with a match'];
  const beyond = leaves.filter((path) => !agreement.grantedFields.includes(path));
  return beyond.length > 0 ? ['grant.exceeded', `released ${beyond.join(', ')}`] : undefined;
}

function faultOfAnswer({ reply, bsn }: Release): Fault | undefined {
  const isOwn =
    reply.mode === 'match'
      ? reply.hit === bsn.endsWith('9')
      : JSON.stringify(reply.content).includes(familyNameOf(bsn));
  return isOwn ? undefined : ['answer.foreign', 'it is about somebody else'];
}

/** The paths of everything that a value says. */
function leavesOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((element) => leavesOf(element, `${path}[]`));
  if (typeof value !== 'object' || value === null) return value === undefined ? [] : [path];
  return Object.entries(value).flatMap(([name, member]) => leavesOf(member, path === '' ? name : `${path}.${name}`));
}
