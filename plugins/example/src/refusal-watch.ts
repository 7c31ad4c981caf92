import { definePlugin } from '@koppel/contract';
import { Type } from 'typebox';
import { RefusalWindow } from './refusal-window.ts';

/**
 * Counts refused exchanges by their code and warns when one organisation is refused too often: a wrong configuration
 * at a partner, or somebody who tries doors.
 */
export const plugin = definePlugin({
  name: 'refusal-watch',
  needs: [],
  config: Type.Object(
    {
      refusals: Type.Integer({ minimum: 1, maximum: 10_000, description: 'More refusals than this make a warning.' }),
      windowMs: Type.Integer({
        minimum: 1000,
        maximum: 86_400_000,
        description: 'The time in which they are counted.',
      }),
    },
    { additionalProperties: false },
  ),
  start(hub, threshold) {
    const window = new RefusalWindow(threshold);
    const refused = hub.counter({
      name: 'refusals_total',
      help: 'Refused exchanges by the code of their problem.',
      labelNames: ['code'],
    });
    hub.on('exchange.refused', ({ requester, code }) => {
      refused.increment({ code });
      if (window.add(requester, hub.clock.now())) {
        hub.log.warn({ requester, code, ...threshold }, 'an organisation is refused remarkably often');
      }
    });
    return () => hub.log.info({}, 'refusals are no longer watched');
  },
});
