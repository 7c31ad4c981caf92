import { asKoppelError } from '@koppel/contract';
import type { OrganisationKey, ParamsOf, ResultOf } from '../platform/actions.ts';
import type { SecurityEvent, SecurityLog } from '../platform/security-log.ts';
import { exchangeGrant } from './token-form.ts';
import type { Tokens } from './tokens.ts';

interface TokenDeskParts {
  readonly tokens: Pick<Tokens, 'issue'>;
  readonly security: Pick<SecurityLog, 'tell'>;
}

/** Issues tokens, and tells the security log of each one that it gave or refused. */
export class TokenDesk {
  readonly #parts: TokenDeskParts;

  constructor(parts: TokenDeskParts) {
    this.#parts = parts;
  }

  async issue({ form, context }: ParamsOf<'identity.issueToken'>): Promise<ResultOf<'identity.issueToken'>> {
    const { tokens, security } = this.#parts;
    const forPerson = form['grant_type'] === exchangeGrant;
    let system: SecurityEvent['system'];
    const meet = ({ oin, client }: OrganisationKey): void => void (system = { oin, client: String(client) });
    try {
      const given = await tokens.issue(form, meet);
      security.tell({ event: 'token.given', ...withSystem(system), forPerson, scopes: given.scopes, ...context });
      return given;
    } catch (error) {
      const { code, status } = asKoppelError(error);
      // What we could not look up was not refused.
      if (status < 500) security.tell({ event: 'token.refused', code, ...withSystem(system), forPerson, ...context });
      throw error;
    }
  }
}

const withSystem = (system: SecurityEvent['system']): Pick<SecurityEvent, 'system'> => (system ? { system } : {});
