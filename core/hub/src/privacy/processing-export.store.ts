import type { DataSource } from 'typeorm';

interface Row {
  readonly next_index: string;
}

/** Who exports, and how far it came. */
export class ProcessingExportStore {
  readonly #dataSource: DataSource;
  readonly #holder: string;

  constructor(dataSource: DataSource, holder: string) {
    this.#dataSource = dataSource;
    this.#holder = holder;
  }

  /** Where to go on, for this node alone for so many seconds; undefined while another node does it. */
  async hold(seconds: number): Promise<number | undefined> {
    const [rows] = await this.#dataSource.query<[Row[], number]>(
      `UPDATE processing_export SET holder = $1, held_until = now() + make_interval(secs => $2)
       WHERE holder = $1 OR held_until < now() RETURNING next_index`,
      [this.#holder, seconds],
    );
    return rows[0] && Number(rows[0].next_index);
  }

  /** Everything before `index` has arrived. False, and nothing changed, when another node took over meanwhile. */
  async advance(index: number): Promise<boolean> {
    const [rows] = await this.#dataSource.query<[Row[], number]>(
      'UPDATE processing_export SET next_index = $2 WHERE holder = $1 AND next_index <= $2 RETURNING next_index',
      [this.#holder, index],
    );
    return rows.length > 0;
  }
}
