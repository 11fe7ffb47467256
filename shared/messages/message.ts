import * as z from "zod";
import { contactRuleSchema, textReasons } from "../contact/safe-contact.ts";
import { languages } from "../language.ts";
import { catalogue, purposes, templateSchema } from "./catalogue.ts";
import { lanes } from "./lanes.ts";

export const messageStates = ["waiting", "handing", "handed", "delivered", "undelivered", "failed", "inDoubt", "stopped"] as const;
export type MessageState = (typeof messageStates)[number];

/**
 * Every move a message can make. The same row is the condition on the write.
 * `claim` is the last write before the carrier is called; what follows it is either known or in doubt, and doubt never sends twice.
 * Receipts only ever move up: handed, delivered, undelivered; a failure told of once stays one, in whatever order they come.
 */
export const messageMoves = {
  claim: { from: ["waiting"], to: "handing" },
  wait: { from: ["waiting"], to: "waiting" },
  stop: { from: ["waiting"], to: "stopped" },
  handOver: { from: ["handing"], to: "handed" },
  tryAgain: { from: ["handing"], to: "waiting" },
  giveUp: { from: ["handing"], to: "failed" },
  doubt: { from: ["handing"], to: "inDoubt" },
  deliver: { from: ["handing", "inDoubt", "handed"], to: "delivered" },
  undeliver: { from: ["handing", "inDoubt", "handed", "delivered"], to: "undelivered" },
} as const satisfies Record<string, { from: readonly MessageState[]; to: MessageState }>;
export type MessageMove = keyof typeof messageMoves;

/** Still to be worked on by a sender. */
export const isUnfinished = (state: MessageState): boolean => state === "waiting" || state === "handing";

/** The two halves of the service that promise texts; each owns its texts, and its desk is told when one does not arrive. */
export const messageAreas = ["hotline", "registration"] as const;
export type MessageArea = (typeof messageAreas)[number];

/** Whose list of people to call a text that did not arrive stands on: an area, or one desk of it. */
export const callListOf = ({ area, desk }: { area: MessageArea; desk?: string | undefined }): string => (desk === undefined ? area : `${area}#${desk}`);

/** Where a message is kept: with everything its area promised about one subject (a caller, an application), under that area's own key. */
export type MessageRef = { area: MessageArea; subject: string; id: string };

/** Something that happened to a message. */
const storyEventSchema = z.strictObject({
  at: z.iso.datetime(),
  what: z.enum(["promised", "withdrawn", "amended", "claim", "wait", "stop", "handOver", "tryAgain", "giveUp", "doubt", "deliver", "undeliver"]),
  because: z.string().optional(),
  route: z.string().optional(),
  /** Until when it waits. */
  until: z.iso.datetime().optional(),
});
export type StoryEvent = z.infer<typeof storyEventSchema>;

/**
 * A promise to tell somebody something, written in the same transaction as its cause.
 * Times are UTC instants; nothing is handed over before `dueAt` or after `notAfter`.
 */
export const messageSchema = z.strictObject({
  area: z.enum(messageAreas),
  /** The desk of its area that is told when it does not arrive; absent where an area has one desk. */
  desk: z.string().optional(),
  subject: z.string(),
  id: z.string(),
  state: z.enum(messageStates),
  lane: z.enum(lanes),
  template: templateSchema,
  purpose: z.enum(purposes),
  language: z.enum(languages),
  /** Number and values are sealed at rest and gone once the text is: a one-time code does not outlive its text. */
  values: z.record(z.string(), z.string()).optional(),
  to: z.string().optional(),
  reason: z.enum(textReasons),
  contact: contactRuleSchema.optional(),
  createdAt: z.iso.datetime(),
  /** The request that promised it: with it, one id leads from a page to its text. */
  causedBy: z.string().optional(),
  dueAt: z.iso.datetime(),
  notAfter: z.iso.datetime(),
  attempts: z.int(),
  /** Grows with every change its area makes; a claim made on an older reading fails. */
  revision: z.int(),
  /** Why its area took it back: it is stopped when a sender next meets it, and can no longer be claimed. */
  withdrawn: z.string().optional(),
  /** When the first attempt was made; the hours of trying count from here. */
  firstTriedAt: z.iso.datetime().optional(),
  /** Why it stopped, failed or is in doubt. */
  because: z.string().optional(),
  /** Who it was handed to, and how they call it. */
  route: z.string().optional(),
  routeMessageId: z.string().optional(),
  /** Since when the desk of its area is asked to call instead; gone once somebody has. */
  callInsteadAt: z.iso.datetime().optional(),
  /** What happened to it, oldest first. */
  story: z.array(storyEventSchema),
});
export type Message = z.infer<typeof messageSchema>;

type Promised = Pick<Message, "area" | "subject" | "id" | "lane" | "template" | "language" | "reason" | "dueAt" | "notAfter"> & Partial<Pick<Message, "to" | "values" | "contact" | "desk">>;

/** A message as it is promised at a moment. */
export const newMessage = (promised: Promised, at: Date): Message => ({
  ...promised,
  state: "waiting",
  purpose: catalogue[promised.template].purpose,
  createdAt: at.toISOString(),
  attempts: 0,
  revision: 0,
  story: [{ at: at.toISOString(), what: "promised" }],
});

/** What staff are shown: four plain states. A text handed to the network is never called read. */
export const plainStates = ["waiting", "handed", "notDelivered", "stopped"] as const;
export type PlainState = (typeof plainStates)[number];

/** Reasons not to send that are the person's own: they said no, or what the text was about is no longer so. */
const ownChoices: ReadonlySet<string> = new Set(["textsNotWanted", "textsNotAgreed", "stopped", "moved", "cancelled", "ended", "slotClosed", "missed"]);
/** What networks call it when whoever holds the phone told them to let no texts through. */
const optedOut: ReadonlySet<string> = new Set(["optedOut", "OptedOut", "OptedOutException"]);

export function plainStateOf({ state, because, withdrawn }: Pick<Message, "state" | "because" | "withdrawn">): PlainState {
  if (state === "handing" || state === "handed" || state === "delivered") return state === "handing" ? "waiting" : "handed";
  if (state === "waiting") return withdrawn === undefined ? "waiting" : "stopped";
  if (state === "inDoubt" || because === undefined) return "notDelivered";
  if (state !== "stopped") return optedOut.has(because) ? "stopped" : "notDelivered";
  // The same words had reached the phone that day.
  if (because === "sameToday") return "handed";
  return ownChoices.has(because) ? "stopped" : "notDelivered";
}

/** Whether the desk is asked to call: the text will not come, nobody chose that, and it would still be true. Whoever waits for a code sees that it does not come. */
export const needsCall = (message: Pick<Message, "lane" | "state" | "because" | "withdrawn">): boolean =>
  message.lane !== "code" && message.withdrawn === undefined && plainStateOf(message) === "notDelivered";
