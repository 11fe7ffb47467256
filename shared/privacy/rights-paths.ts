import type { Language } from "../language.ts";
import { pagePath } from "../paths.ts";

/** Where people ask about their data after the one-time code, under the look-up. */
export const rightsSlug = "quyen";
export const rightsActs = { ask: "gui", takeBack: "rut-lai", lift: "bo-han-che", data: "du-lieu", download: "du-lieu.json" } as const;
export type RightsAct = keyof typeof rightsActs;

export const rightsPath = (language: Language, act?: RightsAct): string => [pagePath(language, "lookup"), rightsSlug, ...(act ? [rightsActs[act]] : [])].join("/");
