import type { DeskDeps } from "../desk/deps.ts";
import type { ExportStore } from "../export-store.ts";
import type { Fonts } from "./fonts.ts";

/** What giving out papers needs: the desk's way to an application, who asked to take identities out, and the letters to set papers in. */
export type PaperDeps = Pick<DeskDeps, "cases" | "sessions" | "staffSeal" | "ids" | "log" | "now" | "siteOrigin"> & { exports: ExportStore; fonts: Fonts };
