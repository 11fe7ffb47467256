import type { DeskDeps } from "../desk/deps.ts";
import type { Fonts } from "./fonts.ts";

/** What giving out papers needs: the desk's way to an application, and the letters to set it in. */
export type PaperDeps = Pick<DeskDeps, "cases" | "sessions" | "staffSeal" | "ids" | "log" | "now" | "siteOrigin"> & { fonts: Fonts };
