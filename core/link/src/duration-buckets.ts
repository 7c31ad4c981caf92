/** Upper bounds in seconds of every histogram of durations, so that what hub and adapters tell can be laid side by side. */
export const durationBuckets: number[] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
