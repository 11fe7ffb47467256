import { daysAfter, monthsAfter } from "../calendar/civil-date.ts";
import { instantOf, localDate } from "../calendar/local-time.ts";
import type { ArticleCode } from "../law/article.ts";

/** The parts of the service that keep something of people, in the order the privacy page tells of them. */
export const keepers = ["registration", "hotline", "texts", "staff", "running"] as const;
export type Keeper = (typeof keepers)[number];

/** What it is kept for. */
const purposes = ["decide", "reach", "meet", "ring", "tell", "prove", "find", "answer", "work", "protect"] as const;
export type Purpose = (typeof purposes)[number];

/** On what ground. */
export const bases = {
  consent: "L91-9",
  /** Agencies of the state doing what a law gives them to do. */
  procedure: "L91-19",
  /** What was agreed on with whoever works here. */
  agreement: "L91-19",
} as const satisfies Record<string, ArticleCode>;
export type Basis = keyof typeof bases;
export const basisNames = ["consent", "procedure", "agreement"] as const satisfies readonly Basis[];

/** Who sees it; what is kept as a keyed hash, nobody does. */
const viewers = ["office", "province", "statusPage", "counsellors", "whoRings", "networks", "colleagues", "operators", "nobody"] as const;
export type Viewer = (typeof viewers)[number];

/** From when a life runs. */
export const moments = [
  "changed",
  "withdrawn",
  "stopped",
  "courseEnds",
  "afterCareEnds",
  "ended",
  "decided",
  "appointmentOver",
  "exportAsked",
  "looked",
  "codeAsked",
  "sent",
  "callsEnded",
  "callEnded",
  "called",
  "refused",
  "booked",
  "dayOver",
  "textOver",
  "textExpired",
  "textSent",
  "lastSignIn",
  "signedIn",
  "signInBegun",
  "counted",
  "logged",
  "deleted",
] as const;
export type Moment = (typeof moments)[number];

/** So long; nought days: no longer than that. */
export type Span = { minutes: number } | { hours: number } | { days: number } | { months: number };
/** `withFile`, `withCaller`: until all of it is forgotten. `withAccount`: while somebody may sign in. `untilLifted`: until the person says otherwise. */
export type Life = "withFile" | "withCaller" | "withAccount" | "untilLifted" | ({ from: Moment } & Span);
type Counted = Exclude<Life, string>;

export type Declaration = { keeper: Keeper; purpose: Purpose; basis: Basis; life: Life; seenBy: readonly Viewer[] };

const office = ["office", "province"] as const;
const decided = { keeper: "registration", purpose: "decide", basis: "procedure", life: "withFile", seenBy: office } as const;
const call = { keeper: "hotline", purpose: "ring", basis: "consent", seenBy: ["counsellors"] } as const;
const hash = { seenBy: ["nobody"] } as const;

/**
 * Everything that is kept of people. No law that we could read says how long a dossier of this kind is kept: the lives are this service's own policy,
 * chosen short. Each has its reason beside it; what lives with the file has the file's (`fileLives`).
 */
const declarations = {
  names: decided,
  papers: decided,
  homes: decided,
  wishes: decided,
  progress: { ...decided, seenBy: [...office, "statusPage"] },
  determination: decided,
  // It is printed with the dossier; three months leave time to print it once more.
  history: { ...decided, life: { from: "decided", days: 90 }, seenBy: [...office, "statusPage"] },
  phones: { keeper: "registration", purpose: "reach", basis: "consent", life: "withFile", seenBy: office },
  contact: { keeper: "registration", purpose: "reach", basis: "consent", life: "withFile", seenBy: office },
  appointments: { keeper: "registration", purpose: "meet", basis: "procedure", life: "withFile", seenBy: [...office, "statusPage"] },
  // Where somebody went says more than that they went; a month leaves time to ask about it.
  addresses: { keeper: "registration", purpose: "meet", basis: "procedure", life: { from: "appointmentOver", days: 30 }, seenBy: [...office, "statusPage"] },
  consents: { keeper: "registration", purpose: "prove", basis: "consent", life: "withFile", seenBy: office },
  events: { keeper: "registration", purpose: "prove", basis: "procedure", life: "withFile", seenBy: [...office, "statusPage"] },
  notes: { ...decided, purpose: "prove" },
  looks: { keeper: "registration", purpose: "prove", basis: "procedure", life: "withFile", seenBy: [...office, "statusPage"] },
  // Whoever asks who could have seen a name asks within the year.
  listLooks: { keeper: "registration", purpose: "prove", basis: "procedure", life: { from: "looked", months: 12 }, seenBy: ["operators"] },
  rights: { keeper: "registration", purpose: "answer", basis: "procedure", life: "withFile", seenBy: [...office, "statusPage"] },
  rightTexts: { keeper: "registration", purpose: "answer", basis: "procedure", life: "withFile", seenBy: office },
  // A year in which somebody may ask who took a register.
  exports: { keeper: "registration", purpose: "prove", basis: "procedure", life: { from: "exportAsked", days: 365 }, seenBy: office },
  ways: { keeper: "registration", purpose: "find", basis: "procedure", life: "withFile", ...hash },
  // The page is there for a day after the appointment.
  links: { keeper: "registration", purpose: "meet", basis: "procedure", life: { from: "appointmentOver", hours: 24 }, ...hash },
  // A day's codes are counted.
  codes: { keeper: "registration", purpose: "protect", basis: "procedure", life: { from: "codeAsked", hours: 24 }, ...hash },
  // So long a form that is sent twice is known again.
  sentBefore: { keeper: "registration", purpose: "protect", basis: "procedure", life: { from: "sent", hours: 24 }, ...hash },

  // A week leaves time to put right a request that was ended by mistake.
  number: { ...call, life: { from: "callsEnded", days: 7 }, seenBy: ["whoRings"] },
  // Who comes back within a month is not asked everything anew, and answers are trusted no longer.
  requests: { ...call, life: { from: "callsEnded", days: 30 } },
  callContact: { ...call, purpose: "reach", life: { from: "callsEnded", days: 30 } },
  callConsents: { ...call, purpose: "prove", life: { from: "callsEnded", days: 30 } },
  // Needed to ring in time, and for nothing else.
  danger: { ...call, life: { from: "callEnded", days: 0 } },
  askFor: { ...call, life: { from: "callEnded", days: 0 } },
  // Whoever said so a month ago may need us now.
  refusals: { ...call, life: { from: "refused", days: 30 } },
  // Who rings again within three months need not tell all of it again.
  calls: { ...call, life: { from: "called", days: 90 } },
  bookings: { ...call, life: { from: "dayOver", days: 90 } },
  callLinks: { ...call, life: { from: "booked", days: 90 }, ...hash },
  callsSentBefore: { ...call, purpose: "protect", life: { from: "sent", hours: 24 }, ...hash },

  // The number is needed to send, the words too.
  textNumber: { keeper: "texts", purpose: "tell", basis: "consent", life: { from: "textOver", days: 0 }, seenBy: ["networks"] },
  // Networks report late, and somebody has to call when one did not arrive.
  textTrace: { keeper: "texts", purpose: "tell", basis: "consent", life: { from: "textExpired", days: 7 }, seenBy: ["office", "counsellors"] },
  // Texts are counted over a day.
  textCount: { keeper: "texts", purpose: "protect", basis: "consent", life: { from: "textSent", days: 2 }, ...hash },
  noTexts: { keeper: "texts", purpose: "protect", basis: "consent", life: "untilLifted", ...hash },

  // Who has not signed in for half a year does not work here any more.
  staffProfile: { keeper: "staff", purpose: "work", basis: "agreement", life: { from: "lastSignIn", days: 180 }, seenBy: ["colleagues"] },
  // An account that was long unused is locked, and nothing else says since when it is.
  staffUse: { keeper: "staff", purpose: "protect", basis: "agreement", life: "withAccount", seenBy: ["operators"] },
  staffSession: { keeper: "staff", purpose: "protect", basis: "agreement", life: { from: "signedIn", hours: 8 }, ...hash },
  staffSignIn: { keeper: "staff", purpose: "protect", basis: "agreement", life: { from: "signInBegun", minutes: 10 }, ...hash },
  // As long as the bookings it explains.
  roster: { keeper: "staff", purpose: "work", basis: "agreement", life: { from: "dayOver", days: 90 }, seenBy: ["colleagues"] },

  // Abuse is counted over a day.
  counts: { keeper: "running", purpose: "protect", basis: "procedure", life: { from: "counted", days: 2 }, ...hash },
  // What went wrong is found within weeks; a quarter covers what is found late.
  logs: { keeper: "running", purpose: "protect", basis: "procedure", life: { from: "logged", months: 3 }, seenBy: ["operators"] },
  // As far back as a lost table can be restored.
  backups: { keeper: "running", purpose: "protect", basis: "procedure", life: { from: "deleted", days: 35 }, ...hash },
} as const satisfies Record<string, Declaration>;

export type DeclarationName = keyof typeof declarations;
const rows: Record<DeclarationName, Declaration> = declarations;
export const declarationOf = (name: DeclarationName): Declaration => rows[name];
export const declaredBy = (keeper: Keeper): DeclarationName[] => declarationNames.filter((name) => rows[name].keeper === keeper);
const isDeclared = (name: string): name is DeclarationName => Object.hasOwn(rows, name);
export const declarationNames: readonly DeclarationName[] = Object.keys(rows).filter(isDeclared);

/** Where a file can come to its end, and how long it is kept from then. */
export const fileLives = {
  // Nothing was decided on it, and its family wants it gone: a month leaves time to see that it is withdrawn and to ask about it.
  withdrawn: { from: "withdrawn", days: 30 },
  // Time to ask why, and to object.
  stopped: { from: "stopped", days: 90 },
  // Whatever the office decides then, it decides on a new paper: what nobody has touched for a year is no longer true.
  undecided: { from: "changed", months: 12 },
  // The course, the year of after-care that the law adds to it (Law 120/2025, Art. 42), and one more in which somebody may complain.
  decided: { from: "courseEnds", months: 24 },
  // The year in which somebody may complain.
  afterCare: { from: "afterCareEnds", months: 12 },
  stoppedAfterDecision: { from: "stopped", months: 12 },
  ended: { from: "ended", months: 12 },
} as const satisfies Record<string, Counted>;
export type FileEnd = keyof typeof fileLives;
export const fileEnds: readonly FileEnd[] = ["withdrawn", "stopped", "undecided", "decided", "afterCare", "ended", "stoppedAfterDecision"];

/** The longest that anything of a caller is kept: the notes of the last call. */
export const callerLife = { from: "callsEnded", days: 90 } as const satisfies Counted;

/** The instant from which nothing of a caller may be kept: null while a request is open. `endedAt`: when the last one ended. */
export const forgetCallerAt = ({ open, endedAt }: { open: boolean; endedAt: string }): string | null => (open ? null : lifeEnd(endedAt, callerLife));

/** When what began at an instant has been kept for so long. Days and months end with the last of them, by the calendar in Vietnam; nought days, at once. */
export function lifeEnd(from: string, span: Span): string {
  if ("minutes" in span) return later(from, span.minutes * 60_000);
  if ("hours" in span) return later(from, span.hours * 3_600_000);
  if ("days" in span && span.days === 0) return from;
  const on = localDate(new Date(from));
  const last = "days" in span ? daysAfter(on, span.days) : monthsAfter(on, span.months);
  return instantOf(daysAfter(last, 1), 0, 0).toISOString();
}
const later = (from: string, ms: number): string => new Date(Date.parse(from) + ms).toISOString();

/** Since when things have been so, as instants; a moment that has not come stays away. */
export type Dates = Readonly<Partial<Record<Moment, string>>>;

/** When what falls under a declaration is to be gone by itself; null while its life has not begun, or is that of the whole. */
export function goneAt(name: DeclarationName, dates: Dates): string | null {
  const { life } = rows[name];
  const from = typeof life === "string" ? undefined : dates[life.from];
  return from === undefined || typeof life === "string" ? null : lifeEnd(from, life);
}

/** Whether it has had its time, and is hidden on read. */
export function isExpired(name: DeclarationName, dates: Dates, now: Date): boolean {
  const at = goneAt(name, dates);
  return at !== null && at <= now.toISOString();
}
