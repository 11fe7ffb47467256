/** The service's time. On one machine it can be moved ahead to see what waits for time; in the cloud it is the wall clock. */
export const clock = { aheadMs: 0 };

export const now = (): Date => new Date(Date.now() + clock.aheadMs);
