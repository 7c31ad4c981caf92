import { KoppelError } from '@koppel/contract';
import type { Address, Trace } from '@koppel/http-source';
import { permitColumns, premisesColumns, selectList, type PermitField, type PremisesField } from './permit-columns.ts';
import type { ReadOnlyDatabase } from './read-only-database.ts';

/** What one answer holds at most, of each list. */
export const maxRows = 500;

/** Premises and permits in the municipality's own database; selects the columns it is asked for and no others. */
export class PermitsDatabase {
  readonly #database: ReadOnlyDatabase;

  constructor(database: ReadOnlyDatabase) {
    this.#database = database;
  }

  listPremises<Row extends object>(address: Address, fields: readonly PremisesField[], trace: Trace): Promise<Row[]> {
    return this.#list(
      { select: selectList(premisesColumns, fields), from: premisesAtAddress, by: 'premises.id' },
      address,
      trace,
    );
  }

  listPermits<Row extends object>(address: Address, fields: readonly PermitField[], trace: Trace): Promise<Row[]> {
    const from = `${premisesAtAddress} JOIN permits.permit ON permit.premises_id = premises.id`;
    return this.#list({ select: selectList(permitColumns, fields), from, by: 'permit.id' }, address, trace);
  }

  checkHealth(): Promise<void> {
    return this.#database.checkHealth();
  }

  async #list<Row extends object>(
    parts: StatementParts,
    { postcode, houseNumber }: Address,
    trace: Trace,
  ): Promise<Row[]> {
    const sql = `SELECT ${parts.select} FROM ${parts.from}
      WHERE address.postcode = $1 AND address.house_number = $2 ORDER BY ${parts.by} LIMIT ${maxRows + 1}`;
    const rows = await this.#database.select<Row>(sql, [postcode, houseNumber], trace);
    // Part of an answer would look like all of it.
    if (rows.length > maxRows)
      throw new KoppelError('source.failed', `The database holds more than ${maxRows} rows here`);
    return rows;
  }
}

const premisesAtAddress = 'permits.address JOIN permits.premises ON premises.address_id = address.id';

/** Constants of this file only; what somebody asked goes in as a parameter. */
interface StatementParts {
  readonly select: string;
  readonly from: string;
  readonly by: string;
}
