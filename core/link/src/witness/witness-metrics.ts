import type { WitnessFolder } from './witness-folder.ts';

interface LastCosigned {
  readonly size: number;
  readonly atMs: number;
}

/** What the partner's own monitoring may see of its witness, whatever the hub tells: silence of the hub included. */
export class WitnessMetrics {
  readonly #folder: WitnessFolder;
  readonly #cosigned = new Map<string, LastCosigned>();
  readonly #refused: Map<string, number>;

  private constructor(folder: WitnessFolder, refused: Map<string, number>) {
    this.#folder = folder;
    this.#refused = refused;
  }

  /** Counts on from the evidence that is kept, so that a restart forgets no refusal. */
  static async open(folder: WitnessFolder): Promise<WitnessMetrics> {
    const refused = new Map<string, number>();
    for (const { refusal } of await folder.listEvidence()) refused.set(refusal, (refused.get(refusal) ?? 0) + 1);
    return new WitnessMetrics(folder, refused);
  }

  cosigned(origin: string, last: LastCosigned): Promise<void> {
    this.#cosigned.set(origin, last);
    return this.#write();
  }

  refused(reason: string): Promise<void> {
    this.#refused.set(reason, (this.#refused.get(reason) ?? 0) + 1);
    return this.#write();
  }

  #write(): Promise<void> {
    const lines = [
      '# HELP koppel_witness_refusals_total Checkpoints that this witness did not cosign, by reason',
      '# TYPE koppel_witness_refusals_total counter',
      ...[...this.#refused].map(([reason, count]) => `koppel_witness_refusals_total{reason="${reason}"} ${count}`),
      '# HELP koppel_witness_cosigned_entries Entries of a log that this witness vouches for',
      '# TYPE koppel_witness_cosigned_entries gauge',
      ...[...this.#cosigned].map(([origin, { size }]) => `koppel_witness_cosigned_entries{origin="${origin}"} ${size}`),
      '# HELP koppel_witness_cosigned_timestamp_seconds When this witness last cosigned',
      '# TYPE koppel_witness_cosigned_timestamp_seconds gauge',
      ...[...this.#cosigned].map(
        ([origin, { atMs }]) => `koppel_witness_cosigned_timestamp_seconds{origin="${origin}"} ${atMs / 1000}`,
      ),
    ];
    return this.#folder.writeMetrics(`${lines.join('\n')}\n`);
  }
}
