import { afterEach } from '@jest/globals';
import { CommandLine } from './command-line.ts';
import { StubHub, type StubAnswer } from './stub-hub.ts';

interface Meeting {
  readonly hub: StubHub;
  readonly koppel: CommandLine;
}

const meetings: Meeting[] = [];

afterEach(async () => {
  for (const { hub, koppel } of meetings.splice(0)) {
    hub.stop();
    await koppel.remove();
  }
});

/** A stub hub that answers this, and a command line whose profile knows it; both are gone after the test. */
export async function meetHub(answers: Readonly<Record<string, StubAnswer>> = {}): Promise<Meeting> {
  const hub = await StubHub.start(answers);
  const meeting = { hub, koppel: await CommandLine.prepare(hub.url) };
  meetings.push(meeting);
  return meeting;
}
