/**
 * A term set in hours: it starts at the moment it is set and runs through nights, weekends and holidays
 * (Civil Code 2015, Art. 147). Keeps its working so that a page can show it.
 */
export type HourClock = { startsAt: string; hours: number; dueAt: string; article: string };

export const hourClock = (startsAt: Date, rule: { hours: number; article: string }): HourClock => ({
  startsAt: startsAt.toISOString(),
  hours: rule.hours,
  dueAt: new Date(startsAt.getTime() + rule.hours * 3_600_000).toISOString(),
  article: rule.article,
});
