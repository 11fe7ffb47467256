import type { Language } from "../../shared/language.ts";
import { en } from "./en.ts";
import { vi, type Words } from "./vi.ts";

export const words: Record<Language, Words> = { vi, en };
