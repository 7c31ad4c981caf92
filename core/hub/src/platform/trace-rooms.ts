import { during, type Tracer } from '@koppel/link';
import type { Context, Middleware, Service } from 'moleculer';

/** What goes along with a call that is part of a trace, to whichever node answers it. */
export interface CallMeta {
  readonly traceparent?: string;
}

/**
 * Shows each call of a room in the trace that it is part of. Moleculer's own tracer knows another form of ids than the
 * rest of the way, and follows only calls that are made from a context; here rooms call over the one telephone.
 */
export const traceRooms = (tracer: Tracer): Middleware => ({
  name: 'traces',
  localAction: (next, { name = '' }) => {
    return function traced(this: Service, context: Context<unknown, CallMeta>) {
      const { traceparent: parent } = context.meta;
      // Nobody waits for what the house does of its own accord; traces of it would only be many.
      if (parent === undefined) return next.call(this, context);
      return during(tracer.start({ name, kind: 'internal', parent }), () => Promise.resolve(next.call(this, context)));
    };
  },
});
