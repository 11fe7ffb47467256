import type { CivilDate } from "../calendar/civil-date.ts";
import type { ArticleCode } from "./article.ts";
import { regimeOn, regimes, type Confidence, type Regime } from "./regimes.ts";

/** What a rule is asked for: filing an application, deciding on it, the course of treatment, and what follows it. */
export const legalEvents = ["filing", "decision", "treatment", "afterCare"] as const;
export type LegalEvent = (typeof legalEvents)[number];

/** The days that connect an event to an earlier law, as far as they are known. */
export type Before = { filedOn?: CivilDate | undefined; decidedOn?: CivilDate | undefined; startedOn?: CivilDate | undefined };

/** Which law governs, and why: in force that day, or carried over by a transition clause. */
export type Applicable = { regime: Regime; because: "inForce" | "decidedUnderNewLaw" | "startedUnderOldLaw" | "decidedUnderOldLaw"; article: ArticleCode | null; confidence: Confidence };

const inForce = (regime: Regime): Applicable => ({ regime, because: "inForce", article: null, confidence: "read" });

/**
 * The law for an event on a day, transition included (Law 120/2025, Art. 56): a course that began under the earlier law is finished under it; what
 * follows the course is new law; a file that was not decided before the change is decided by the new one. Of a course that was decided before and
 * began after, Art. 56 says nothing: the decision's own law is kept, and pages say that this is not confirmed. RangeError for a day no law covers.
 */
export function applicable(event: LegalEvent, on: CivilDate, before: Before = {}, rows: readonly Regime[] = regimes): Applicable {
  const now = regimeOn(on, rows);
  if (!now.transition) return inForce(now);
  if (event === "decision" && before.filedOn !== undefined && before.filedOn < now.validFrom) {
    return { regime: now, because: "decidedUnderNewLaw", ...now.transition.undecided };
  }
  if (event === "treatment") {
    if (before.startedOn !== undefined && before.startedOn < now.validFrom) {
      return { regime: regimeOn(before.startedOn, rows), because: "startedUnderOldLaw", ...now.transition.started };
    }
    if (before.decidedOn !== undefined && before.decidedOn < now.validFrom) {
      return { regime: regimeOn(before.decidedOn, rows), because: "decidedUnderOldLaw", ...now.transition.decided };
    }
  }
  return inForce(now);
}
