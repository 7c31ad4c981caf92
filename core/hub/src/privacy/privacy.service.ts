import type { Context, ServiceSchema } from 'moleculer';
import type { ParamsOf } from '../platform/actions.ts';
import type { ProcessingActivities } from './processing-activities.ts';

/** What partners account for, as a room. */
export const createPrivacyService = (activities: ProcessingActivities): ServiceSchema => ({
  name: 'privacy',
  actions: {
    processingActivities: ({ params }: Context<ParamsOf<'privacy.processingActivities'>>) => activities.lookUp(params),
  },
});
