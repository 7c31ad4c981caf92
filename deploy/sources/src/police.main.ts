import { startPolice } from './police/start-police.ts';
import { runAlone } from './source/run-alone.ts';

await runAlone({
  name: 'police',
  purpose: "the police's incidents over SOAP, synthetic",
  environment: {
    POLICE_USERNAME: 'HTTP Basic user name; default "demonstration"',
    POLICE_PASSWORD: 'HTTP Basic password; default "demonstration"',
  },
  start: (options, environment) =>
    startPolice({
      ...options,
      username: environment['POLICE_USERNAME'] ?? 'demonstration',
      password: environment['POLICE_PASSWORD'] ?? 'demonstration',
    }),
});
