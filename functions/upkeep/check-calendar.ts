import { holidaysMissing } from "../../shared/calendar/holidays-missing.ts";
import { localDate } from "../../shared/calendar/local-time.ts";
import type { Log } from "../platform/log.ts";

/** Says, once a run, that next year's days off are to be entered or still to be announced: an alarm listens. Deadlines that meet them could be wrong. */
export function checkCalendar({ log, now }: { log: Log; now: () => Date }): void {
  const missing = holidaysMissing(localDate(now()));
  if (missing) log.error("HOLIDAYS_TO_ENTER", { count: missing.unconfirmed.length, because: missing.missing ? "missing" : "unconfirmed" });
}
