import * as z from "zod";
import { contactRuleSchema, textReasons } from "../contact/safe-contact.ts";
import { languages } from "../language.ts";
import { templateSchema } from "./catalogue.ts";

const messageStates = ["waiting", "handing", "handed", "failed", "inDoubt", "stopped"] as const;
export type MessageState = (typeof messageStates)[number];

/**
 * Every move a message can make. The same row is the condition on the write.
 * `claim` is the last write before the carrier is called; what follows it is either known or in doubt, and doubt never sends twice.
 */
export const messageMoves = {
  claim: { from: "waiting", to: "handing" },
  stop: { from: "waiting", to: "stopped" },
  handOver: { from: "handing", to: "handed" },
  tryAgain: { from: "handing", to: "waiting" },
  giveUp: { from: "handing", to: "failed" },
  doubt: { from: "handing", to: "inDoubt" },
} as const satisfies Record<string, { from: MessageState; to: MessageState }>;

const lanes = ["code", "notice", "reminder"] as const;

/**
 * A promise to tell somebody something, written in the same transaction as its cause.
 * Times are UTC instants; nothing is handed over before `dueAt` or after `notAfter`.
 */
export const messageSchema = z.strictObject({
  id: z.string(),
  state: z.enum(messageStates),
  lane: z.enum(lanes),
  template: templateSchema,
  language: z.enum(languages),
  /** Gone after hand-over: a one-time code does not outlive its text. */
  values: z.record(z.string(), z.string()).optional(),
  to: z.string().optional(),
  reason: z.enum(textReasons),
  contact: contactRuleSchema.optional(),
  createdAt: z.iso.datetime(),
  dueAt: z.iso.datetime(),
  notAfter: z.iso.datetime(),
  attempts: z.int(),
  /** When the first attempt was made; the hours of trying count from here. */
  firstTriedAt: z.iso.datetime().optional(),
  /** Why it stopped, failed or is in doubt. */
  because: z.string().optional(),
  routeMessageId: z.string().optional(),
});
export type Message = z.infer<typeof messageSchema>;
