import type { Log } from "../platform/log.ts";
import type { Network } from "./network.ts";
import type { MessageStore } from "./store.ts";

export type Deps = {
  store: MessageStore;
  network: Network;
  log: Log;
  now: () => Date;
  /** In [0, 1): keeps what failed together from coming back together. */
  random: () => number;
  /** Stands for the words of a text where they must be compared and not read. */
  digest: (body: string) => string;
};
