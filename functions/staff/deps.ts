import type { Log } from "../platform/log.ts";
import type { Seal } from "../platform/seal.ts";
import type { Issuer } from "./issuer.ts";
import type { StaffStore } from "./store.ts";

/** Everything the verbs of this area need from outside. */
export type Deps = {
  store: StaffStore;
  issuer: Issuer;
  seal: Seal;
  log: Log;
  now: () => Date;
};
