import * as z from "zod";
import { jsonOf, outboxEnv } from "../../platform/env.ts";
import { aggregatorSchema } from "../routes/aggregator.ts";
import { routeNames } from "../routes/route.ts";

/** The routes texts may take, the preferred one first, and how many texts a second each takes from all senders together. */
export const routesSchema = z
  .array(z.strictObject({ route: z.enum(routeNames), perSecond: z.number().min(0.1).max(1_000) }))
  .min(1)
  .refine((routes) => new Set(routes.map(({ route }) => route)).size === routes.length, "each route once");
export type RouteSettings = z.infer<typeof routesSchema>;

/** An aggregator and the secret shared with it, for whoever speaks to it or hears from it; "null" where there is none. */
export const aggregatorEnv = {
  SMS_AGGREGATOR: jsonOf(aggregatorSchema.nullable()),
  SMS_AGGREGATOR_SECRET: z.string(),
};

/** Throws when an aggregator is described without a secret long enough to sign with. */
export function checkAggregator({ SMS_AGGREGATOR, SMS_AGGREGATOR_SECRET }: { SMS_AGGREGATOR: unknown; SMS_AGGREGATOR_SECRET: string }): void {
  if (SMS_AGGREGATOR && SMS_AGGREGATOR_SECRET.length < leastSecret) throw new Error("settings: SMS_AGGREGATOR_SECRET is too short");
}
const leastSecret = 16;

/** What the sender's functions read from their environment; the constructs must give all of it. */
export const senderEnv = {
  ...outboxEnv,
  ...aggregatorEnv,
  SMS_SENDER_ID: z.string().regex(/^[A-Za-z0-9]{1,11}$/),
  SMS_ROUTES: jsonOf(routesSchema),
  /** How long one sweep stays for what falls due. */
  SWEEP_SECONDS: z.coerce.number().int().min(0).max(55),
};
export type SenderEnv = Record<keyof typeof senderEnv, string>;
