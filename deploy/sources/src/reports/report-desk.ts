import { randomUUID } from 'node:crypto';

/** What an employee of the municipality writes down when something does not seem right. */
export interface ReportDraft {
  /** Of the writer's making, a UUID; the same report again changes nothing. */
  readonly kenmerk?: string;
  readonly toelichting: string;
  readonly adres?: { readonly postcode: string; readonly huisnummer: number };
  readonly kvkNummer?: string;
}

/** A report with its number in the order in which reports came in. */
export interface Report extends ReportDraft {
  readonly kenmerk: string;
  readonly volgnummer: number;
  readonly tijdstip: string;
}

/** Reports, and what is new since the last time that somebody looked; in memory, as the rest of the source. */
export class ReportDesk {
  readonly #reports: Report[] = [];

  add(draft: ReportDraft, now: Date): Report {
    const known = this.#reports.find(({ kenmerk }) => kenmerk === draft.kenmerk);
    if (known) return known;
    const { kenmerk = randomUUID() } = draft;
    const report = { ...draft, kenmerk, volgnummer: this.#reports.length + 1, tijdstip: now.toISOString() };
    this.#reports.push(report);
    return report;
  }

  /** The first reports after a number. */
  since(volgnummer: number, limit: number): readonly Report[] {
    return this.#reports.slice(volgnummer, volgnummer + limit);
  }

  /** Lower than a reader remembers when the desk began anew. */
  get last(): number {
    return this.#reports.length;
  }
}
