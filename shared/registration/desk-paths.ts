import type { Language } from "../language.ts";
import { deskPath } from "../staff/paths.ts";
import type { RightAct } from "../privacy/rights.ts";
import type { Act } from "./acts.ts";
import type { HistoryPart } from "./history.ts";
import type { DossierCode } from "./papers.ts";

/** The pages of the registrations' desk beside its list. */
export const registrationDeskPages = { list: "", find: "/find", new: "/new", exports: "/papers/exports", facilities: "/facilities", rights: "/rights", told: "/told" } as const;
export type RegistrationDeskPage = keyof typeof registrationDeskPages;

/** A page of the registrations' desk. Vietnamese under /desk/registrations, English under /en/desk/registrations. */
export const registrationDeskPath = (language: Language, page: RegistrationDeskPage = "list"): string => `${deskPath(language, "registrations")}${registrationDeskPages[page]}`;

/** One application, by its reference. */
export const casePath = (language: Language, reference: string): string => `${registrationDeskPath(language)}/a/${reference}`;
/** Where an act is recorded. */
export const actPath = (language: Language, reference: string, act: Act): string => `${casePath(language, reference)}/${act}`;
/** Where an appointment is booked, and where one is cancelled. */
export const bookPath = (language: Language, reference: string): string => `${casePath(language, reference)}/appointments`;
export const cancelPath = (language: Language, reference: string, id: string): string => `${bookPath(language, reference)}/${id}/cancel`;

/** Where an act about a request of the person is recorded. */
export const rightActPath = (language: Language, reference: string, id: string, act: RightAct): string => `${casePath(language, reference)}/rights/${id}/${act}`;

/** What is made to be printed or handed over, by a function of its own. */
export const papersPath = (language: Language): string => `${registrationDeskPath(language)}/papers`;
export const paperPath = (language: Language, reference: string, code: DossierCode): string => `${papersPath(language)}/${reference}/${code}.pdf`;
export const exportPath = (language: Language, reference: string): string => `${papersPath(language)}/${reference}/export.json`;
/** The register of one's own commune, of one of its years. */
export const registerPath = (language: Language, year: number): string => `${papersPath(language)}/register.pdf?year=${year}`;
/** Where a part of Mẫu 33 is filled in at the counter. */
export const caseHistoryPath = (language: Language, reference: string, part: HistoryPart): string => `${casePath(language, reference)}/history/${part}`;
