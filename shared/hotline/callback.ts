import * as z from "zod";
import type { Appointment } from "../appointment/appointment.ts";
import { parsePhone } from "../contact/phone.ts";
import { contactRuleSchema, safeContactSchema } from "../contact/safe-contact.ts";
import { fieldErrorCodes, lineSchema, phoneSchema } from "../form/fields.ts";
import { schemaIssues, type Issue } from "../form/issues.ts";
import { languages } from "../language.ts";
import { askingFor, callbackKinds } from "./caller.ts";
import { isSlotId, slotStart } from "./slots.ts";
import { callbackStates } from "./state.ts";

/** Everything that can be wrong with a request for a call; each code has its sentence in both languages. */
export const callbackErrorCodes = [
  ...fieldErrorCodes,
  "dangerNow.missing",
  "dangerBody.missing",
  "way.missing",
  "slotId.missing",
  "slotId.unknown",
  "slotId.past",
  "slotId.full",
  "slotId.notForSoon",
  "asking.missing",
  "phoneOwner.missing",
  "phoneOwner.notAsked",
  "contact.mayText.missing",
  "contact.mayText.landline",
  "contact.mayText.borrowed",
  "contact.maySayWho.missing",
  "contact.voicemail.missing",
  "contact.voicemail.borrowed",
  "contact.whoMayAnswer.missing",
  "contact.hours.missing",
  "consents.handling.missing",
  "consents.texts.missing",
  "consents.texts.notAsked",
  "consents.wording.old",
  "language.missing",
] as const;
export type CallbackErrorCode = (typeof callbackErrorCodes)[number];
const codes: ReadonlySet<string> = new Set(callbackErrorCodes);
const isCallbackErrorCode = (text: string): text is CallbackErrorCode => codes.has(text);
const error = (code: CallbackErrorCode): { error: CallbackErrorCode } => ({ error: code });

export const yesNo = ["yes", "no"] as const;
/** How somebody wants to talk to us; who rings us themself leaves nothing behind. */
export const ways = ["soon", "slot", "iCall"] as const;
/** Whose phone the number is. A borrowed one is rung because its owner, who stands beside, said so; anybody else's is not rung at all. */
export const phoneOwners = ["mine", "borrowed", "notAsked"] as const;

/** The wording of consent shown today; what a person agreed to is stored with it. */
export const callbackConsentWording = "2026-11-22";

/** A request to be rung: no name, no address, nothing about the matter. */
export const callbackRequestSchema = z.strictObject({
  language: z.enum(languages, error("language.missing")),
  /** Is somebody in danger this moment? */
  dangerNow: z.enum(yesNo, error("dangerNow.missing")),
  /** Withdrawal, overdose or violence now? */
  dangerBody: z.enum(yesNo, error("dangerBody.missing")),
  way: z.enum(["soon", "slot"], error("way.missing")),
  slotId: z.string(error("slotId.missing")).refine(isSlotId, error("slotId.unknown")).optional(),
  asking: z.enum(askingFor, error("asking.missing")),
  phone: phoneSchema,
  phoneOwner: z.enum(["mine", "borrowed"], { error: ({ input }) => error(input === "notAsked" ? "phoneOwner.notAsked" : "phoneOwner.missing").error }),
  /** A word to ask for when somebody picks up; need not be a name. */
  askFor: lineSchema.pipe(z.string().max(40, error("text.tooLong"))).optional(),
  contact: safeContactSchema,
  consents: z.strictObject({
    wording: z.literal(callbackConsentWording, error("consents.wording.old")),
    handling: z.literal(true, error("consents.handling.missing")),
    texts: z.boolean(error("consents.texts.missing")),
  }),
});
export type CallbackRequest = z.infer<typeof callbackRequestSchema>;

const relevant = z.object({
  way: z.string().optional().catch(undefined),
  slotId: z.string().optional().catch(undefined),
  phone: z.string().optional().catch(undefined),
  phoneOwner: z.string().optional().catch(undefined),
  contact: z.object({ mayText: z.string().optional().catch(undefined), voicemail: z.string().optional().catch(undefined) }).optional().catch(undefined),
  consents: z.object({ texts: z.boolean().optional().catch(undefined) }).optional().catch(undefined),
});

export type CallbackFacts = { way: string | undefined; landline: boolean; borrowed: boolean; mayText: string | undefined; danger: boolean };

/** What can already be known of a request that is not finished. */
export function callbackFactsOf(candidate: unknown): CallbackFacts {
  const facts = relevant.safeParse(candidate).data;
  const danger = z.object({ dangerNow: z.string().optional(), dangerBody: z.string().optional() }).safeParse(candidate).data;
  return {
    way: facts?.way,
    landline: parsePhone(facts?.phone ?? "")?.kind === "landline",
    borrowed: facts?.phoneOwner === "borrowed",
    mayText: facts?.contact?.mayText,
    danger: danger?.dangerNow === "yes" || danger?.dangerBody === "yes",
  };
}

/** Judges a request. Rules between fields are told beside what the schema finds, each at the field where it is put right. */
export function checkCallback(candidate: unknown): { request?: CallbackRequest; issues: Issue[] } {
  const parsed = callbackRequestSchema.safeParse(candidate);
  const facts = relevant.safeParse(candidate).data;
  const { landline, borrowed } = callbackFactsOf(candidate);
  const rule = (wrong: boolean, path: string, code: CallbackErrorCode): Issue[] => (wrong ? [{ path, code }] : []);
  const schema = parsed.success ? [] : schemaIssues(parsed.error.issues, isCallbackErrorCode);
  const issues = [
    ...schema,
    ...rule(facts?.way === "slot" && facts.slotId === undefined, "slotId", "slotId.missing"),
    ...rule(facts?.way === "soon" && facts.slotId !== undefined, "slotId", "slotId.notForSoon"),
    ...rule(landline && facts?.contact?.mayText === "yes", "contact.mayText", "contact.mayText.landline"),
    ...rule(borrowed && facts?.contact?.mayText === "yes", "contact.mayText", "contact.mayText.borrowed"),
    ...rule(borrowed && facts?.contact?.voicemail !== undefined && facts.contact.voicemail !== "never", "contact.voicemail", "contact.voicemail.borrowed"),
    ...rule(facts?.contact?.mayText === "no" && facts.consents?.texts === true, "consents.texts", "consents.texts.notAsked"),
  ];
  return parsed.success && issues.length === 0 ? { request: parsed.data, issues } : { issues };
}

/** A callback as it is kept, found by its reference. */
export const callbackSchema = z.strictObject({
  reference: z.string(),
  callerKey: z.string(),
  version: z.int(),
  state: z.enum(callbackStates),
  kind: z.enum(callbackKinds),
  slotId: z.string().optional(),
  language: z.enum(languages),
  openedAt: z.iso.datetime(),
  danger: z.boolean(),
  contact: contactRuleSchema,
  consentWording: z.string(),
  /** Why it ended, or rests: an outcome of a call, or a counsellor's reason. */
  because: z.string().optional(),
  endedAt: z.iso.datetime().optional(),
  /** No more texts: about this callback, or to its phone at all. */
  textsStopped: z.enum(["appointment", "phone"]).optional(),
  /** When the person said that the time still suits them. */
  confirmedAt: z.iso.datetime().optional(),
});
export type Callback = z.infer<typeof callbackSchema>;

/** A call at a chosen time as an appointment; null while it has no time of its own. */
export function appointmentOf({ reference, kind, state, slotId, openedAt, confirmedAt, version }: Callback): Appointment | null {
  if (kind === "soon" || !slotId) return null;
  const planned = state === "waiting" || state === "resting";
  return {
    id: reference,
    kind: "call",
    state: planned ? "planned" : state === "done" ? "over" : "cancelled",
    at: slotStart(slotId).toISOString(),
    bookedAt: openedAt,
    ...(confirmedAt ? { confirmedAt } : {}),
    version,
  };
}

/** Whether a person must decide before this phone rings again. Whoever gave the number is not told: it would say what its owner once asked. */
export const awaitsDecision = ({ state, because }: Callback): boolean => state === "resting" && because === undefined;
/** A callback as its owner sees it. */
export const asShown = (callback: Callback): Callback => (awaitsDecision(callback) ? { ...callback, state: "waiting" } : callback);

/** What a person is shown of their callback, on sending and whenever they come back: nothing that says what it is about. */
export const callbackReceiptSchema = z.strictObject({
  reference: z.string(),
  /** Six digits that open the callback together with its reference. */
  changeCode: z.string(),
  state: z.enum(callbackStates),
  kind: z.enum(callbackKinds),
  slotId: z.string().optional(),
  textComing: z.boolean(),
});
export type CallbackReceipt = z.infer<typeof callbackReceiptSchema>;

export const offeredDaySchema = z.strictObject({ date: z.string(), slots: z.array(z.strictObject({ id: z.string(), free: z.int() })) });
/** Days with the times that can be chosen now. */
export type OfferedDay = z.infer<typeof offeredDaySchema>;
