import type { OwnTexts } from "../../platform/own-texts.ts";
import type { Seal } from "../../platform/seal.ts";
import type { SessionStore } from "../../staff/store.ts";
import type { CaseStore } from "../case-store.ts";
import type { Deps } from "../deps.ts";
import type { FacilityStore } from "../facility-store.ts";
import type { ListLooks } from "../list-look-store.ts";
import type { RightDeskDeps } from "../work-right.ts";

/** What the desk needs beside the verbs: who is signed in, the lines of its offices, the directory. */
export type DeskDeps = Deps & RightDeskDeps & {
  sessions: SessionStore;
  /** The staff's own: `seal` is the registration's, and the two never see each other's values. */
  staffSeal: Seal;
  cases: CaseStore;
  facilities: FacilityStore;
  listLooks: ListLooks;
  /** The registration's own texts, as they fared. */
  sent: OwnTexts;
};
