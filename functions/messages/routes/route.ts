/**
 * What is known after trying to hand a text to a network.
 * `unknown`: the request may or may not have arrived; only `notHanded` is proof that it did not.
 */
export type HandOver =
  | { outcome: "handed"; routeMessageId: string }
  | { outcome: "notHanded"; because: string; final: boolean }
  | { outcome: "unknown"; because: string };

export type Route = { handOver: (text: { to: string; body: string }) => Promise<HandOver> };
