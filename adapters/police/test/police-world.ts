import { startPolice, createPopulation, story, type RunningSource } from '@koppel/sources';
import { AdapterWorld, HttpRecorder } from '@koppel/testkit';
import { adapter } from '../src/index.ts';

export const login = { username: 'koppel', password: 'word-of-this-test' };
export const population = createPopulation({ households: 40 });
export const address = { postcode: story.address.postcode, houseNumber: story.address.houseNumber };
export const { bsn } = story.knownPerson;
export const byAddress = 'police.find-incidents';
export const byPerson = 'police.find-person-incidents';

/** The police's service, what it is told, and the adapter before it. */
export class PoliceWorld {
  readonly source: RunningSource;
  readonly recorder: HttpRecorder;
  readonly adapter: AdapterWorld;

  private constructor(parts: { source: RunningSource; recorder: HttpRecorder; adapter: AdapterWorld }) {
    this.source = parts.source;
    this.recorder = parts.recorder;
    this.adapter = parts.adapter;
  }

  static async open(password = login.password): Promise<PoliceWorld> {
    const source = await startPolice({ population, ...login });
    const recorder = new HttpRecorder(source.url);
    const config = { url: await recorder.open(), username: login.username };
    const world = await AdapterWorld.open({ adapter, config, secrets: { password } });
    return new PoliceWorld({ source, recorder, adapter: world });
  }

  /** Forgets what a test did to the source and what it was told. */
  reset(): void {
    this.source.faults.clear();
    this.recorder.requests.length = 0;
  }

  async close(): Promise<void> {
    await this.adapter.close();
    await this.recorder.close();
    await this.source.close();
  }
}
