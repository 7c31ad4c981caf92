import type { PlantedBug } from './planted-bug.ts';

const fileOf = (name: string): string => `hub/src/exchange/${name}.ts`;

/** Faults in the exchange, the gate and the keys, each of which breaks a promise of the house. */
export const exchangeBugs: readonly PlantedBug[] = [
  {
    name: 'the question leaves without waiting for its entry',
    file: fileOf('exchanges'),
    text: `const requestIndex = await this.#logQuestion(exchange);`,
    instead: `const requestIndex = 0; void this.#logQuestion(exchange).catch(() => undefined);`,
  },
  {
    name: 'the question leaves although its entry could not be written',
    file: fileOf('exchanges'),
    text: `      if (evidence) await this.#parts.evidence.release(evidence);
      throw error;`,
    instead: `      if (evidence) await this.#parts.evidence.release(evidence);
      void error;
      return 0;`,
  },
  {
    name: 'the answer is released without waiting for its entry',
    file: fileOf('exchanges'),
    text: `const replyIndex = await this.#log(releasedEntry(answered, view, mark));`,
    instead: `const replyIndex = requestIndex + 1; void this.#log(releasedEntry(answered, view, mark)).catch(() => undefined);`,
  },
  {
    name: 'nobody looks again whether an agreement is open once its question is logged',
    file: fileOf('exchanges'),
    text: `    await this.#stopIfClosed(exchange);
    const answer = await`,
    instead: `    const answer = await`,
  },
  {
    name: 'nobody looks again whether an agreement is open before the answer is released',
    file: fileOf('exchanges'),
    text: `    await this.#stopIfClosed(exchange);
    const answered =`,
    instead: `    const answered =`,
  },
  {
    name: 'a case that cannot be asked about counts as open',
    file: fileOf('exchanges'),
    text: `    } catch (error) {
      return asKoppelError(error);
    }
  }

  async #withhold`,
    instead: `    } catch {
      return undefined;
    }
  }

  async #withhold`,
  },
  {
    name: 'a reply is released whatever it holds',
    file: fileOf('exchanges'),
    text: `    if (!finding.fits)
      await`,
    instead: `    if (finding === undefined)
      await`,
  },
  {
    name: 'a refusal is not logged',
    file: fileOf('exchanges'),
    text: `const ledgerIndex = await this.#log(refusedEntry(attempt, agreement, why.code));`,
    instead: `const ledgerIndex = attempt.startedAt * 0;`,
  },
  {
    name: 'the case is looked up before the answer and not after it',
    file: fileOf('gate-keeper'),
    text: `const decision = await this.#decide(attempt, operation);
    if`,
    instead: `const decision = this.#parts.gate.decide({ ...this.#questionOf(attempt, operation), standing: { collaboration: 'example-region', phase: 'enriched', exchange: 'content' } });
    if`,
  },
  {
    name: 'deadlines are not looked at',
    file: fileOf('gate-keeper'),
    text: `if (clock.now() > attempt.deadline) return 'exchange.deadline';`,
    instead: `if (clock.now() > attempt.deadline + 60_000) return 'exchange.deadline';`,
  },
  {
    name: 'a stale node goes on with what it has let in',
    file: fileOf('gate-keeper'),
    text: `if (!lease.isFresh) return 'gate.stale';`,
    instead: `if (lease.ageMs === Infinity) return 'gate.stale';`,
  },
  {
    name: 'the age of the lease counts from the answer',
    file: fileOf('agreement-lease'),
    text: `if (isComplete) this.#refreshedAt = askedAt;`,
    instead: `if (isComplete) this.#refreshedAt = Math.max(askedAt, this.#clock.now());`,
  },
  {
    name: 'the lease lasts twice as long',
    file: fileOf('agreement-lease'),
    text: `export const leaseMs = 2000;`,
    instead: `export const leaseMs = 4000;`,
  },
  {
    name: 'the first page of the agreements counts as all of them',
    file: fileOf('agreement-lease'),
    text: `isComplete = changes.isComplete;`,
    instead: `isComplete = true;`,
  },
  {
    name: 'an expired agreement opens',
    file: fileOf('gate'),
    text: `({ until }, { now }) => now < until]`,
    instead: `({ until }, { now }) => now < until + 86_400_000]`,
  },
  {
    name: 'a suspended agreement opens',
    file: fileOf('gate'),
    text: `if (compiled.status !== 'active') return`,
    instead: `if (compiled.status === 'draft' || compiled.status === 'revoked') return`,
  },
  {
    name: 'a match in a case is not held against content',
    file: fileOf('gate'),
    text: `if (request.case === undefined || standing?.exchange === 'content') return true;`,
    instead: `if (request.case === undefined || standing?.exchange !== 'none') return true;`,
  },
  {
    name: 'a used key may be taken over after its answer',
    file: fileOf('idempotency'),
    text: `if (released)
      throw`,
    instead: `if (released === null)
      throw`,
  },
  {
    name: 'a claim is taken over while its exchange goes on',
    file: fileOf('idempotency'),
    text: `const isOver = entries.length > 1 ||`,
    instead: `const isOver = entries.length > 0 ||`,
  },
  {
    name: 'a claim that somebody else took over is taken over once more',
    file: fileOf('idempotency'),
    text: `if (!isOver || !(await this.#store.replace(holder, claim))) {`,
    instead: `if (!isOver || ((await this.#store.replace(holder, claim)) === undefined)) {`,
  },
  {
    name: 'a key joins whatever is in flight, also for another question',
    file: fileOf('idempotency'),
    text: `if (running.bodyDigest !== bodyDigest) throw new KoppelError('exchange.key-reused');
      return`,
    instead: `return`,
  },
  {
    name: 'keys are not claimed in the table',
    file: fileOf('idempotency'),
    text: `if (holder === null) return;`,
    instead: `if (holder === null || holder.claimedAt <= claim.claimedAt) return;`,
  },
  {
    name: 'the source is asked for more than was granted',
    file: fileOf('exchanges'),
    text: `fields: operation.viewOf(agreement).released,`,
    instead: `fields: [...operation.viewOf(agreement).released, 'residents[].birthDate'],`,
  },
  {
    name: 'two questions under one agreement share an answer',
    file: fileOf('exchanges'),
    text: `const answer = await this.#ask(exchange);`,
    instead: `const answer = await (this.shared ??= {})[exchange.agreement.id] ?? (this.shared[exchange.agreement.id] = await this.#ask(exchange));`,
  },
  {
    name: 'a question is not held against its schema',
    file: fileOf('exchanges'),
    text: `if (faults.length > 0) {`,
    instead: `if (faults === undefined) {`,
  },
  {
    name: 'anybody may use an agreement',
    file: fileOf('gate'),
    text: `agreement.requester === oin &&`,
    instead: `oin !== '' &&`,
  },
  {
    name: 'the purpose is not looked at',
    file: fileOf('gate'),
    text: `request.purpose === agreement.purpose.code]`,
    instead: `request.purpose !== '' && agreement.purpose.code !== '']`,
  },
];
