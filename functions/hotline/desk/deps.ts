import type { OwnTexts } from "../../platform/own-texts.ts";
import type { Seal } from "../../platform/seal.ts";
import type { StaffStore } from "../../staff/store.ts";
import type { Deps } from "../deps.ts";

/** What the desk needs beside the verbs: who is signed in, and who works here. */
export type DeskDeps = Deps & {
  sessions: Pick<StaffStore, "findSession" | "touchSession" | "listByRole">;
  /** The staff's own: `seal` is the hotline's, and the two never see each other's values. */
  staffSeal: Seal;
  /** The hotline's own texts, as they fared. */
  texts: OwnTexts;
};
