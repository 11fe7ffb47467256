import * as z from "zod";

/** What the sender's functions read from their environment; the constructs must give all of it. */
export const senderEnv = {
  MESSAGES_TABLE: z.string().min(1),
  SMS_SENDER_ID: z.string().regex(/^[A-Za-z0-9]{1,11}$/),
};
export type SenderEnv = Record<keyof typeof senderEnv, string>;
