import type { Ids } from "../platform/ids.ts";
import type { Log } from "../platform/log.ts";
import type { Seal } from "../platform/seal.ts";
import type { RegistrationStore } from "./store.ts";

/** Everything the verbs of this area need from outside. */
export type Deps = {
  store: RegistrationStore;
  seal: Seal;
  ids: Ids;
  log: Log;
  now: () => Date;
};
