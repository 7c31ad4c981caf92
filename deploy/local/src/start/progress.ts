/** The parts of a start that people see, in the order in which they are shown. */
export const startTitles = [
  'PostgreSQL',
  'Message server',
  'Source systems',
  'Hub',
  'Organisations',
  'Adapters',
  'Agreements',
  'Shared process',
  'Flows',
] as const;
export type StartTitle = (typeof startTitles)[number];

/** Told to whoever shows the progress; `detail` is a few words for people. */
export interface ProgressEvent {
  readonly title: StartTitle;
  readonly state: 'begun' | 'done' | 'failed';
  readonly detail?: string;
}

export type ShowProgress = (event: ProgressEvent) => void;

/** Tells how a piece of work goes; `detail` says what came of it. */
export async function track<Result>(
  show: ShowProgress,
  title: StartTitle,
  work: () => Promise<{ readonly result: Result; readonly detail: string }>,
): Promise<Result> {
  show({ title, state: 'begun' });
  try {
    const { result, detail } = await work();
    show({ title, state: 'done', detail });
    return result;
  } catch (error) {
    show({ title, state: 'failed', detail: error instanceof Error ? error.message : String(error) });
    throw error;
  }
}
