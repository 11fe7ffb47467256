import { describe, expect, test } from "vitest";
import * as z from "zod";
import type { HotlineEvent, Seat, Submission as CallSubmission } from "../../../../functions/hotline/store.ts";
import type { CodeRow, Link, Submission } from "../../../../functions/registration/store.ts";
import type { Attempt, Listed, Session } from "../../../../functions/staff/store.ts";
import { callbackSchema } from "../../../../shared/hotline/callback.ts";
import { callerSchema } from "../../../../shared/hotline/caller.ts";
import { shiftSchema } from "../../../../shared/hotline/roster.ts";
import { messageSchema } from "../../../../shared/messages/message.ts";
import { declarationNames, type DeclarationName } from "../../../../shared/privacy/declarations.ts";
import { rightSchema } from "../../../../shared/privacy/rights.ts";
import { storedApplicationSchema } from "../../../../shared/registration/application.ts";
import { caseEventSchema, caseHeadSchema, entrySchema } from "../../../../shared/registration/case.ts";
import { exportRequestSchema } from "../../../../shared/registration/exports.ts";
import { historySchema } from "../../../../shared/registration/history.ts";
import { keptAppointmentSchema } from "../../../../shared/registration/standing.ts";

/** The paths of everything that is stored in a shape: "person.identity.number". Rows of a list stand under the list's name. */
type Leaf<T> = T extends readonly (infer One)[] ? Leaf<One> : T extends object ? { [K in keyof T & string]-?: Path<K, Leaf<NonNullable<T[K]>>> }[keyof T & string] : "";
type Path<K extends string, Rest extends string> = Rest extends "" ? K : `${K}.${Rest}`;

/** Which declaration each stored field falls under: a field without one, or one that is no longer stored, does not compile. */
type Declared<T> = Record<Leaf<T>, DeclarationName>;

const contactRule = (name: "contact" | "callContact") => ({ mayText: name, maySayWho: name, voicemail: name, whoMayAnswer: name, hours: name, textsAgreed: name, askedAt: name }) as const;
const under = <P extends string, K extends string>(prefix: P, rows: Record<K, DeclarationName>) => Object.fromEntries(Object.entries(rows).map(([path, name]) => [`${prefix}.${path}`, name])) as Record<`${P}.${K}`, DeclarationName>;

const clockAs = <N extends DeclarationName>(name: N) =>
  ({ startsAt: name, "term.hours": name, "term.workingDays": name, "term.days": name, "term.months": name, "term.article": name, "term.begins": name, "pauses.from": name, "pauses.to": name, "pauses.because": name, dueAt: name, known: name, confirmed: name }) as const;

const party = { fullName: "names", birthDate: "names", sex: "names", "identity.kind": "papers", "identity.number": "papers", "identity.issuedOn": "papers", "identity.issuedBy": "papers", "identity.confirmed": "papers", phone: "phones" } as const;
const address = { provinceCode: "homes", communeCode: "homes", communeTyped: "homes", formerName: "homes", street: "homes" } as const;

const application = {
  language: "contact",
  relationship: "names",
  ...under("applicant", party),
  ...under("applicant.address", address),
  ...under("person", party),
  ...under("person.residence", address),
  "person.residence.kind": "homes",
  agrees: "consents",
  "treatment.place": "wishes",
  "treatment.facilityName": "wishes",
  "treatment.plan.planning": "wishes",
  "treatment.plan.detox": "wishes",
  "treatment.plan.recovery": "wishes",
  "determination.kind": "determination",
  "determination.issuedOn": "determination",
  "determination.issuedBy": "determination",
  "contact.mayText": "contact",
  "contact.maySayWho": "contact",
  "contact.voicemail": "contact",
  "contact.whoMayAnswer": "contact",
  "contact.hours": "contact",
  "consents.wording": "consents",
  "consents.handling": "consents",
  "consents.handover": "consents",
  "consents.texts": "consents",
} as const satisfies Declared<z.infer<typeof storedApplicationSchema>>;

const clock = clockAs("progress");
const placed = { "office.communeCode": "progress", "office.provinceCode": "progress", "office.name": "progress" } as const;

const head = {
  ...under("application", application),
  ...under("reach.contact", contactRule("contact")),
  ...under("decision", clock),
  ...under("due.clock", clock),
  ...placed,
  reference: "progress",
  version: "progress",
  state: "progress",
  receivedAt: "progress",
  "due.duty": "progress",
  "due.at": "progress",
  "due.article": "progress",
  "due.confidence": "progress",
  "course.regimeId": "progress",
  "course.decidedOn": "progress",
  "course.number": "progress",
  "course.times": "progress",
  "course.place": "progress",
  "course.facility": "progress",
  "course.from": "progress",
  "course.to": "progress",
  "course.months": "progress",
  "course.startedOn": "progress",
  "course.noticedOn": "progress",
  "course.completedOn": "progress",
  "course.afterCare.from": "progress",
  "course.afterCare.to": "progress",
  extendedTo: "progress",
  "missing.items": "progress",
  "missing.by": "progress",
  "determined.result": "determination",
  "determined.on": "determination",
  "determined.by": "determination",
  "reach.phone": "phones",
  "reach.language": "contact",
  "texts.id": "progress",
  "texts.notAfter": "progress",
  textsStopped: "contact",
  notices: "progress",
  hasDeterminationPaper: "determination",
  routed: "progress",
  "assisted.by.staffId": "events",
  "assisted.by.name": "events",
  "assisted.at": "events",
} as const satisfies Declared<z.infer<typeof caseHeadSchema>>;

const relative = { fullName: "history", age: "history", occupation: "history", residence: "history" } as const;
const history = {
  ...under("father", relative),
  ...under("mother", relative),
  ...under("spouse", relative),
  ...under("children", relative),
  otherName: "history",
  education: "history",
  occupation: "history",
  workplace: "history",
  convictions: "history",
  sanctions: "history",
  substances: "history",
  ways: "history",
  firstTime: "history",
  voluntaryBefore: "history",
  afterCareDecision: "history",
  compulsoryBefore: "history",
  substitution: "history",
} as const satisfies Declared<z.infer<typeof historySchema>>;

const line = {
  ...placed,
  reference: "progress",
  state: "progress",
  receivedAt: "progress",
  at: "progress",
  "due.duty": "progress",
  "due.at": "progress",
  "due.article": "progress",
  "due.term.hours": "progress",
  "due.term.workingDays": "progress",
  "due.term.days": "progress",
  "due.term.months": "progress",
  "due.term.article": "progress",
  "due.term.begins": "progress",
  name: "names",
  birthYear: "names",
  assisted: "events",
} as const satisfies Declared<z.infer<typeof entrySchema>>;

const appointment = {
  id: "appointments",
  kind: "appointments",
  state: "appointments",
  at: "appointments",
  address: "addresses",
  bookedAt: "appointments",
  confirmedAt: "appointments",
  cancelledAt: "appointments",
  version: "appointments",
  "texts.id": "appointments",
  "texts.notAfter": "appointments",
} as const satisfies Declared<z.infer<typeof keptAppointmentSchema>>;

/** `facts` are of any name: those of a request about rights go before the rest (`rightTexts`). */
const event = { type: "events", at: "events", by: "events", "staff.staffId": "events", "staff.name": "events", role: "looks", unit: "looks", version: "events", office: "events", "facts.any": "notes" } as const satisfies Declared<Omit<z.infer<typeof caseEventSchema>, "facts">> & Record<string, DeclarationName>;

const right = {
  id: "rights",
  kind: "rights",
  state: "rights",
  version: "rights",
  askedAt: "rights",
  ...under("answer", clockAs("rights")),
  ...under("carryOut", clockAs("rights")),
  answeredAt: "rights",
  ground: "rights",
  thirdParty: "rights",
  overAt: "rights",
} as const satisfies Declared<z.infer<typeof rightSchema>>;

const code = { codeHash: "codes", sentAt: "codes", expiresAt: "codes", triesLeft: "codes", reference: "codes", usedAt: "codes" } as const satisfies Declared<CodeRow>;
const link = { reference: "links", appointmentId: "links", byText: "links", expiresAtSeconds: "links" } as const satisfies Declared<Link>;
const submission = { reference: "sentBefore", digest: "sentBefore", expiresAtSeconds: "sentBefore" } as const satisfies Declared<Submission>;

const caller = {
  ...under("entries.contact", contactRule("callContact")),
  key: "requests",
  version: "requests",
  maskedPhone: "requests",
  "entries.reference": "requests",
  "entries.state": "requests",
  "entries.kind": "requests",
  "entries.dueAt": "requests",
  "entries.slotId": "requests",
  "entries.danger": "danger",
  "entries.inTurn": "danger",
  "entries.asking": "requests",
  "entries.borrowed": "requests",
  "entries.askFor": "askFor",
  "entries.language": "requests",
  "entries.openedAt": "requests",
  "entries.turn": "requests",
  "entries.rings": "requests",
  "entries.textsStopped": "callContact",
  "attempts.at": "requests",
  "attempts.outcome": "requests",
  "lease.id": "requests",
  "lease.staffId": "requests",
  "lease.name": "requests",
  "lease.until": "requests",
  "lease.rungAt": "requests",
  "lease.tookOverCallAt": "requests",
  askedNotToCallAt: "refusals",
  wrongNumberAt: "refusals",
  "asked.day": "requests",
  "asked.count": "requests",
  "texts.id": "requests",
  "texts.reference": "requests",
  "texts.notAfter": "requests",
} as const satisfies Declared<z.infer<typeof callerSchema>>;

const callback = {
  ...under("contact", contactRule("callContact")),
  reference: "requests",
  callerKey: "requests",
  version: "requests",
  state: "requests",
  kind: "requests",
  slotId: "requests",
  language: "requests",
  openedAt: "requests",
  danger: "danger",
  consentWording: "callConsents",
  because: "requests",
  endedAt: "requests",
  textsStopped: "callContact",
  confirmedAt: "requests",
} as const satisfies Declared<z.infer<typeof callbackSchema>>;

const callEvent = { id: "calls", at: "calls", type: "calls", "by.staffId": "calls", "by.name": "calls", reference: "calls", outcome: "calls", leaseId: "calls", voicemail: "calls", note: "calls", because: "calls" } as const satisfies Declared<HotlineEvent>;
const seat = { slotId: "bookings", reference: "bookings", callerKey: "bookings" } as const satisfies Declared<Seat>;
const callSubmission = { reference: "callsSentBefore", digest: "callsSentBefore", expiresAtSeconds: "callsSentBefore" } as const satisfies Declared<CallSubmission>;
const exportAsked = { kind: "exports", reference: "exports", year: "exports", id: "exports", askedBy: "exports", askedAt: "exports", state: "exports", decidedAt: "exports", takenAt: "exports", unit: "exports", provinceCode: "exports" } as const satisfies Declared<z.infer<typeof exportRequestSchema>>;
/** Rows that have a key, and beside it no shape of their own. */
const byKey = { USE: "staffUse", FIND: "ways", DESK: "listLooks", PHONE: "number", LINK: "callLinks", "PHONE sent": "textCount", "PHONE stoppedAt": "noTexts", BUDGET: "counts", log: "logs", backup: "backups" } as const satisfies Record<string, DeclarationName>;

const message = {
  ...under("contact", contactRule("contact")),
  area: "textTrace",
  desk: "textTrace",
  subject: "textTrace",
  id: "textTrace",
  state: "textTrace",
  lane: "textTrace",
  template: "textTrace",
  purpose: "textTrace",
  language: "textTrace",
  to: "textNumber",
  reason: "textTrace",
  createdAt: "textTrace",
  causedBy: "textTrace",
  dueAt: "textTrace",
  notAfter: "textTrace",
  attempts: "textTrace",
  revision: "textTrace",
  withdrawn: "textTrace",
  firstTriedAt: "textTrace",
  because: "textTrace",
  route: "textTrace",
  routeMessageId: "textTrace",
  callInsteadAt: "textTrace",
  "story.at": "textTrace",
  "story.what": "textTrace",
  "story.because": "textTrace",
  "story.route": "textTrace",
  "story.until": "textTrace",
  "values.any": "textNumber",
} as const satisfies Declared<Omit<z.infer<typeof messageSchema>, "values">> & Record<string, DeclarationName>;

const session = { signedInAt: "staffSession", lastSeenAt: "staffSession", askedAt: "staffSession", vouchedAt: "staffSession", refresh: "staffSession", name: "staffProfile", roles: "staffProfile", unit: "staffProfile" } as const satisfies Declared<Session>;
const listed = { staffId: "staffProfile", name: "staffProfile" } as const satisfies Declared<Listed>;
const attempt = { browserHash: "staffSignIn", nonce: "staffSignIn", verifier: "staffSignIn", language: "staffSignIn", to: "staffSignIn", expiresAtSeconds: "staffSignIn" } as const satisfies Declared<Attempt>;
const shift = { id: "roster", date: "roster", counsellorId: "roster", name: "roster", from: "roster", to: "roster", callsPerSlot: "roster", absent: "roster" } as const satisfies Declared<z.infer<typeof shiftSchema>>;
const look = { LOOK: "looks", "facts of a right": "rightTexts" } as const satisfies Record<string, DeclarationName>;

/** The same paths, read from the schema itself: what a type that is too wide would let through. */
function leavesOf(schema: unknown): string[] {
  if (schema instanceof z.ZodObject) return Object.entries(schema.shape).flatMap(([name, inner]) => leavesOf(inner).map((path) => (path ? `${name}.${path}` : name)));
  if (schema instanceof z.ZodRecord) return ["any"];
  if (schema instanceof z.ZodArray) return leavesOf(schema.element);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(leavesOf);
  if (schema instanceof z.ZodPipe) return leavesOf(schema.in);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodCatch || schema instanceof z.ZodDefault) return leavesOf(schema.unwrap());
  return [""];
}

const sorted = (paths: Iterable<string>): string[] => [...new Set(paths)].toSorted();

describe("every field that is stored is declared", () => {
  test.each([
    ["an application", storedApplicationSchema, application],
    ["an application's row", caseHeadSchema, head],
    ["Mẫu 33", historySchema, history],
    ["a line of the desk's list", entrySchema, line],
    ["an appointment", keptAppointmentSchema, appointment],
    ["an event", caseEventSchema, event],
    ["a request about rights", rightSchema, right],
    ["a caller", callerSchema, caller],
    ["a callback", callbackSchema, callback],
    ["a text", messageSchema, message],
    ["a shift", shiftSchema, shift],
    ["a request to export", exportRequestSchema, exportAsked],
  ])("of %s", (_name, schema, declared) => {
    expect(sorted(Object.keys(declared))).toEqual(sorted(leavesOf(schema)));
  });

  test("and nothing is declared that is not stored", () => {
    const used = [application, head, history, line, appointment, event, right, code, link, submission, caller, callback, callEvent, seat, callSubmission, byKey, message, session, listed, attempt, shift, look, exportAsked].flatMap((rows) => Object.values(rows));
    expect(sorted(used)).toEqual(sorted(declarationNames));
  });
});
