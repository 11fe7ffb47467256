import type { Language } from "../../shared/language.ts";
import type { Frame } from "../components/layout.tsx";
import { en } from "./en.ts";
import { clockEn } from "./en/clock.ts";
import { deskEn } from "./en/desk.ts";
import { hotlineDeskEn } from "./en/hotline-desk.ts";
import { hotlineRosterEn } from "./en/hotline-roster.ts";
import { registrationDeskEn } from "./en/registration-desk.ts";
import { registrationExportsEn } from "./en/registration-exports.ts";
import { registrationPapersEn } from "./en/registration-papers.ts";
import { rightsDeskEn } from "./en/rights.ts";
import { vi, type Widen } from "./vi.ts";
import { clockVi } from "./vi/clock.ts";
import { deskVi } from "./vi/desk.ts";
import { hotlineDeskVi } from "./vi/hotline-desk.ts";
import { hotlineRosterVi } from "./vi/hotline-roster.ts";
import { registrationDeskVi } from "./vi/registration-desk.ts";
import { registrationExportsVi } from "./vi/registration-exports.ts";
import { registrationPapersVi } from "./vi/registration-papers.ts";
import { rightsDeskVi } from "./vi/rights.ts";

const forVi = { ...vi, clock: clockVi, desk: deskVi, hotlineDesk: hotlineDeskVi, hotlineRoster: hotlineRosterVi, registrationDesk: registrationDeskVi, registrationExports: registrationExportsVi, registrationPapers: registrationPapersVi, rightsDesk: rightsDeskVi };
/** The words of the desks beside everybody's: the public's functions do not carry them. */
export type DeskWords = Widen<typeof forVi>;
const forEn: DeskWords = { ...en, clock: clockEn, desk: deskEn, hotlineDesk: hotlineDeskEn, hotlineRoster: hotlineRosterEn, registrationDesk: registrationDeskEn, registrationExports: registrationExportsEn, registrationPapers: registrationPapersEn, rightsDesk: rightsDeskEn };

export const deskWords: Record<Language, DeskWords> = { vi: forVi, en: forEn };
export const deskFrameWords = ({ language }: Frame): DeskWords => deskWords[language];
