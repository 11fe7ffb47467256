import { parsePhone } from "../../../shared/contact/phone.ts";

/**
 * What is known after trying to hand a text to a network.
 * `unknown`: the request may or may not have arrived; only `notHanded` is proof that it did not. `final`: trying again is no use.
 */
export type HandOver =
  | { outcome: "handed"; routeMessageId: string }
  | { outcome: "notHanded"; because: string; final: boolean }
  | { outcome: "unknown"; because: string };

/** Numbers are judged where they are typed; nothing but a Vietnamese one leaves, wherever it came from. */
export const notOurs = (to: string): HandOver | null => (parsePhone(to)?.e164 === to ? null : { outcome: "notHanded", because: "notVietnamese", final: true });

export const routeNames = ["sns", "http"] as const;
export type RouteName = (typeof routeNames)[number];

/** A way to the networks. `attemptId` names this attempt to a network that can be told one: a receipt or a look finds it again. */
export type Route = {
  name: RouteName;
  handOver: (text: { to: string; body: string; attemptId: string }) => Promise<HandOver>;
  /** What the network knows of an attempt nobody heard the end of; a route that cannot ask has none. */
  lookUp?: (attemptId: string) => Promise<HandOver>;
  /** Whether it answers at all. Sends no text. */
  probe: () => Promise<boolean>;
};

/** What a network says about a text after it took it. `id` is what `handOver` gave as `routeMessageId`, or the attempt's own id. */
export type Receipt = { route: RouteName; id: string; status: "delivered" | "undelivered"; because?: string };
