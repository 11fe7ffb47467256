import type { Language } from "../language.ts";
import { deskPath } from "../staff/paths.ts";

/** The pages of the hotline's desk, in the order of their navigation. */
export const deskPages = { now: "", today: "/today", week: "/week", roster: "/roster", handover: "/handover", all: "/all" } as const;
export type DeskPage = keyof typeof deskPages;
export const deskPageNames = ["now", "today", "week", "roster", "handover", "all"] as const satisfies readonly DeskPage[];

/** A page of the hotline's desk. Vietnamese under /desk/hotline, English under /en/desk/hotline. */
export const deskPagePath = (language: Language, page: DeskPage = "now"): string => `${deskPath(language, "hotline")}${deskPages[page]}`;

/** What is done from the list. `rows` is the list alone, for the script that keeps it fresh; `told`: whom a text did not reach was told otherwise. */
export const listActs = { rows: "/now", takeNext: "/take-next", take: "/take", told: "/told" } as const;
export type ListAct = keyof typeof listActs;
export const listActPath = (language: Language, act: ListAct): string => `${deskPagePath(language)}${listActs[act]}`;

/** What is done on the call screen of one caller. */
export const callActs = { ring: "/ring", outcome: "/outcome", renew: "/renew", handBack: "/hand-back", takeOver: "/take-over" } as const;
export type CallAct = keyof typeof callActs;
/** The call screen of a caller, by their key: a keyed hash, never the number. */
export const callPath = (language: Language, key: string, act?: CallAct): string => `${deskPagePath(language)}/call/${key}${act ? callActs[act] : ""}`;

/** What is done to a day, to its roster, and for callers who rest. */
export const rosterActs = {
  close: "/today/close",
  open: "/today/open",
  addShift: "/roster/add",
  markAbsent: "/roster/absent",
  removeShift: "/roster/remove",
  decide: "/all/decide",
} as const;
export const rosterActPath = (language: Language, act: keyof typeof rosterActs): string => `${deskPagePath(language)}${rosterActs[act]}`;
