import type { CivilDate } from "../calendar/civil-date.ts";
import { instantOf, localDate } from "../calendar/local-time.ts";
import { fileLives, lifeEnd, type FileEnd } from "../privacy/declarations.ts";
import type { Progress } from "./course.ts";
import type { ApplicationState } from "./state.ts";

/** How a file stands: its state, since when (an instant), and what was decided. */
export type File = Pick<Progress, "state" | "course"> & { changedAt: string };

const ends: Record<ApplicationState, FileEnd> = {
  submitted: "undecided",
  received: "undecided",
  awaitingFamily: "undecided",
  determining: "undecided",
  decided: "decided",
  inTreatment: "decided",
  completed: "decided",
  afterCare: "afterCare",
  ended: "ended",
  stopped: "stopped",
  withdrawn: "withdrawn",
};
const endOf = ({ state, course }: File): FileEnd => (state === "stopped" && course ? "stoppedAfterDecision" : ends[state]);

/** The day on which what was decided is over, where something still runs. */
function lastDay(end: FileEnd, { course }: File): CivilDate | undefined {
  if (end === "decided") return course?.to;
  return end === "afterCare" ? course?.afterCare?.to : undefined;
}

/** The instant from which nothing of an application may be kept, as it stands now; to be told anew whenever it changes. */
export function forgetFileAt(file: File): string {
  const end = endOf(file);
  const changedOn = localDate(new Date(file.changedAt));
  const endsOn = lastDay(end, file) ?? changedOn;
  return lifeEnd(instantOf(endsOn < changedOn ? changedOn : endsOn, 0, 0).toISOString(), fileLives[end]);
}
