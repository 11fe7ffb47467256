import { ageOn, daysAfter, monthsAfter, type CivilDate } from "../calendar/civil-date.ts";
import { instantOf, localDate } from "../calendar/local-time.ts";
import { applicable } from "../law/applicable.ts";
import type { Regime } from "../law/regimes.ts";
import { findCommune } from "../places/places.ts";
import type { ActErrorCode, Act, ActFacts } from "./acts.ts";
import type { StoredApplication } from "./application.ts";
import { monthsOf, type Progress } from "./course.ts";

/** What an act is judged by, beside its own facts. */
export type ActContext = { progress: Progress; application: StoredApplication; communeCode: string | undefined; today: CivilDate };

export type ActIssue = { path: string; code: ActErrorCode };
type Judge<A extends Act> = (facts: ActFacts[A], context: ActContext) => (ActIssue | false | undefined)[];
type Judges = { [A in Act]: Judge<A> };

/** What is wrong with an act; empty when it may be recorded. Each rule says what it rests on. */
export const actIssues = <A extends Act>(act: A, facts: ActFacts[A], context: ActContext): ActIssue[] => {
  const judge: Judge<A> = judges[act];
  return judge(facts, context).filter((issue) => typeof issue === "object");
};

const receivedOn = ({ progress }: ActContext): CivilDate => localDate(new Date(progress.receivedAt));

/** A day on which something happened: not to come, and not before what it follows. */
function happened(on: CivilDate, context: ActContext, after: "receipt" | "decision" | "start" | "end" | "afterCare" = "receipt"): (ActIssue | false)[] {
  const { course } = context.progress;
  const earliest = { receipt: receivedOn(context), decision: course?.decidedOn, start: course?.startedOn, end: course?.completedOn, afterCare: course?.afterCare?.from }[after];
  const codes = { receipt: "day.beforeReceipt", decision: "day.beforeDecision", start: "day.beforeStart", end: "day.beforeEnd", afterCare: "day.beforeDecision" } as const;
  return [on > context.today && { path: "on", code: "day.future" }, earliest !== undefined && on < earliest && { path: "on", code: codes[after] }];
}

/** Three working days, whatever rest days lie between. */
const lastDays = 7;
/** Of a course that is decided, the first day is at most so many days away. */
const latestStartDays = 60;
const dueOn = ({ progress: { due } }: ActContext): CivilDate => (due?.at ? localDate(new Date(due.at)) : "");

const toCome = (path: string, day: CivilDate, { today }: ActContext): ActIssue | false => day < today && { path, code: "day.past" };

function decisionIssues(facts: ActFacts["decide"], context: ActContext): (ActIssue | false | undefined)[] {
  const { regime } = applicable("decision", facts.on < receivedOn(context) ? receivedOn(context) : facts.on, { filedOn: receivedOn(context) });
  return [...happened(facts.on, context), facts.from < facts.on && { path: "from", code: "day.beforeDecision" }, facts.from > daysAfter(facts.on, latestStartDays) && { path: "from", code: "day.tooFar" }, placeIssue(regime, facts, context), monthsIssue(regime, facts), determinationIssue(regime, facts.on, context)];
}

/** Law 120/2025, Art. 30(1), 31(6), 40(2); NĐ 116/2021, Art. 28. Judged on the day of the decision: who was a minor on filing may be of age by then. */
function placeIssue(regime: Regime, { place, on }: ActFacts["decide"], { application: { person } }: ActContext): ActIssue | undefined {
  const rule = regime.places[place];
  const issue = (code: ActErrorCode): ActIssue => ({ path: "place", code });
  if (!rule) return issue("place.notUnderThisLaw");
  if (rule.is === "minors" && ageOn(person.birthDate, on) >= regime.ages.adultFrom) return issue("place.notForAdult");
  if (person.residence.kind === "unsettled" && !regime.unsettledPlaces.is.includes(place)) return issue("place.unsettled");
  if (person.identity.kind === "foreignPassport" && regime.foreignerPlaces && !regime.foreignerPlaces.is.includes(place)) return issue("place.foreigner");
  return undefined;
}

/** Law 120/2025, Art. 29; Mẫu 22, NĐ 116/2021. */
function monthsIssue(regime: Regime, { times, place, months }: ActFacts["decide"]): ActIssue | undefined {
  const { min, max } = monthsOf(regime, times, place);
  if (months === undefined) return min === max ? undefined : { path: "months", code: "months.missing" };
  if (months < min) return { path: "months", code: "months.tooFew" };
  return max !== null && months > max ? { path: "months", code: "months.tooMany" } : undefined;
}

/** Law 120/2025, Art. 31(1): nobody is decided on without a determination that is recent enough, or the confirmation of a substitution clinic. */
function determinationIssue(regime: Regime, on: CivilDate, { progress: { determined }, application: { determination } }: ActContext): ActIssue | undefined {
  const issue = (code: ActErrorCode): ActIssue => ({ path: "determination", code });
  if (determination.kind === "substitution") return undefined;
  const issuedOn = determined ? determined.result === "confirmed" && determined.on : determination.kind === "paper" && determination.issuedOn;
  if (!issuedOn || issuedOn > on) return issue("determination.none");
  const valid = regime.determinationValid;
  return valid && monthsAfter(issuedOn, valid.is) < on ? issue("determination.tooOld") : undefined;
}

const judges: Judges = {
  receive: () => [],
  askForMore: ({ by }, context) => [toCome("by", by, context)],
  supplement: ({ on }, context) => happened(on, context),
  arrangeDetermination: ({ on }, context) => [on < receivedOn(context) && { path: "on", code: "day.beforeReceipt" }],
  // A paper may be older than the application; how old it may be is judged with the decision.
  determine: ({ on }, { today }) => [on > today && { path: "on", code: "day.future" }],
  extend: ({ until }, context) => [toCome("until", until, context), dueOn(context) > until && { path: "until", code: "until.beforeDue" }, context.progress.extendedTo !== undefined && { path: "until", code: "extended.before" }],
  decide: decisionIssues,
  commit: ({ on }, context) => happened(on, context, "decision"),
  handOver: ({ on }, context) => [...happened(on, context, "decision"), context.progress.course?.place === "home" && { path: "facility", code: "place.home" }],
  start: ({ on }, context) => happened(on, context, "decision"),
  // A decision at a new place follows a move, and nothing else (NĐ 163/2026, Art. 92(1)(c)).
  reissue: ({ on }, context) => [...happened(on, context, "decision"), context.progress.due?.duty !== "transfer" && { path: "on", code: "reissue.notMoved" }],
  noticeOfEnd: ({ on }, context) => happened(on, context, "start"),
  // Law 120/2025, Art. 29; NĐ 163/2026, Art. 93(4): the certificate comes within the last day. Whoever ends earlier has stopped.
  complete: ({ on }, context) => [...happened(on, context, "start"), context.progress.course !== undefined && on < daysAfter(context.progress.course.to, -1) && { path: "on", code: "day.beforeCourseEnd" }],
  openAfterCare: ({ on }, context) => happened(on, context, "end"),
  // The end is confirmed within the last working days of the term (NĐ 163/2026, Art. 134–138).
  endAfterCare: ({ on }, context) => [...happened(on, context, "afterCare"), context.progress.course?.afterCare !== undefined && on < daysAfter(context.progress.course.afterCare.to, -lastDays) && { path: "on", code: "day.beforeAfterCareEnd" }],
  transfer: ({ communeCode }, context) => [
    !findCommune(communeCode) && { path: "communeCode", code: "commune.missing" },
    communeCode === context.communeCode && { path: "communeCode", code: "commune.same" },
  ],
  stop: ({ on }, context) => happened(on, context),
  withdraw: ({ on }, context) => happened(on, context),
};

export const cautions = ["turnsAdult", "turnedAdult", "determinationMissing", "determinationTooOld", "communeGone", "startLate"] as const;
export type Caution = (typeof cautions)[number];

/** What an officer should see though nothing is wrong: things that time has changed, or will. */
export function cautionsOf({ progress, application, communeCode, today }: ActContext): Caution[] {
  const { state, course, determined } = progress;
  const { regime } = applicable("decision", today, { filedOn: localDate(new Date(progress.receivedAt)) });
  const { birthDate } = application.person;
  const filedAsMinor = ageOn(birthDate, localDate(new Date(progress.receivedAt))) < regime.ages.adultFrom;
  const isAdult = ageOn(birthDate, today) >= regime.ages.adultFrom;
  const open = course === undefined && !["stopped", "withdrawn", "ended"].includes(state);
  const determination = open && !determined ? determinationIssue(regime, today, { progress, application, communeCode, today }) : undefined;
  return [
    ...(filedAsMinor && !isAdult && ageOn(birthDate, monthsAfter(today, 1)) >= regime.ages.adultFrom && open ? (["turnsAdult"] as const) : []),
    ...(filedAsMinor && isAdult ? (["turnedAdult"] as const) : []),
    ...(determination ? [determination.code === "determination.tooOld" ? ("determinationTooOld" as const) : ("determinationMissing" as const)] : []),
    ...(communeCode !== undefined && !findCommune(communeCode) ? (["communeGone"] as const) : []),
    ...(progress.due?.duty === "start" && progress.due.at && progress.due.at < instantOf(today, 0, 0).toISOString() ? (["startLate"] as const) : []),
  ];
}
