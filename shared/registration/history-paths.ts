import type { Language } from "../language.ts";
import { pagePath } from "../paths.ts";
import { historyParts, type HistoryPart } from "./history.ts";

/** Where Mẫu 33 is filled in after the one-time code, under the look-up. */
export const historySlug = "ly-lich";
const slugs: Record<HistoryPart, string> = { self: "ban-than", family: "gia-dinh", past: "truoc-day" };
/** What is done there beside showing a part: saving it, and clearing all of them. */
export const historyActs = { save: "luu", clear: "xoa" } as const;

const root = (language: Language): string => `${pagePath(language, "lookup")}/${historySlug}`;
/** Where a part is shown; with `save`, where it is saved. */
export const historyPath = (language: Language, part: HistoryPart, act?: "save"): string => [root(language), slugs[part], ...(act ? [historyActs[act]] : [])].join("/");
export const clearHistoryPath = (language: Language): string => `${root(language)}/${historyActs.clear}`;

export const partBySlug = (slug: string): HistoryPart | undefined => historyParts.find((part) => slugs[part] === slug);
