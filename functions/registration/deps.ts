import type { Way } from "../../shared/messages/catalogue.ts";
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
  /** Where short links lead, for example https://duongve.example. */
  siteOrigin: string;
  /** Whether texts lead back by a link or by a code to type. */
  way: Way;
};
