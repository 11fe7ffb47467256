import type { Language } from "./language.ts";

/** Every address of the service. Vietnamese at the root, English under /en. */
export const pageNames = ["home", "callback", "register", "lookup", "appointment", "privacy", "helpNow", "exit"] as const;
export type PageName = (typeof pageNames)[number];

const pages: Record<PageName, string> = {
  home: "/",
  callback: "/hen-goi",
  register: "/dang-ky",
  lookup: "/tra-cuu",
  appointment: "/lich-hen",
  privacy: "/quyen-rieng-tu",
  helpNow: "/tro-giup-ngay",
  exit: "/thoat",
};

export const pagePath = (language: Language, page: PageName): string =>
  language === "vi" ? pages[page] : pages[page] === "/" ? "/en" : `/en${pages[page]}`;

/** Where to go: the directory of facilities. It is made on request, for administrators change it. */
export const facilitiesPath = (language: Language): string => `${language === "vi" ? "" : "/en"}/co-so`;

/** Where a step of the form is answered; `show` opens a step without answering the one before. */
export const stepPath = (language: Language, slug: string): string => `${pagePath(language, "register")}/${slug}`;
export const showStepPath = (language: Language, slug: string): string => `${stepPath(language, slug)}/xem`;

export const lookupPaths = {
  code: "xin-ma",
  status: "xem",
  withdraw: "rut",
} as const;
export const lookupPath = (language: Language, action: keyof typeof lookupPaths): string =>
  `${pagePath(language, "lookup")}/${lookupPaths[action]}`;

/** Where a page of the callback form, or an action on a callback that was booked, is posted. */
export const callbackPath = (language: Language, slug: string): string => `${pagePath(language, "callback")}/${slug}`;

/** The short link of one appointment; whoever holds the token may see its time, confirm, move and cancel it. */
export const appointmentActs = { confirm: "giu", move: "doi", cancel: "huy", calendar: "lich.ics", stopTexts: "ngung-tin" } as const;
export type AppointmentAct = keyof typeof appointmentActs;
/** Both halves of the service have appointments. Those of one stand under a letter, and its codes to type begin with it; it says nothing of what they are about. */
export const appointmentSide = "g";
export type AppointmentSide = typeof appointmentSide;
export const sideOfShortCode = (code: string): AppointmentSide | undefined => (code.startsWith(appointmentSide.toUpperCase()) ? appointmentSide : undefined);
export const appointmentPath = (language: Language, token: string, act?: AppointmentAct, side?: AppointmentSide): string =>
  [pagePath(language, "appointment"), ...(side ? [side] : []), token, ...(act ? [appointmentActs[act]] : [])].join("/");
/** Where reference and change code, or a code from a text, are posted. */
export const openAppointmentSlug = "xem";

/** A picture of nothing on the exit's page: with its answer the browser is told to forget what it keeps of this site, while the page is shown already. */
export const forgetPath = "/thoat/trang.svg";
/** On the page itself, Chromium would keep people waiting for as long as it takes to look through all its cache. */
export const forgetHeader = { name: "Clear-Site-Data", value: '"cache", "storage"' } as const;

/** What the distribution shows in both languages when nothing answers. */
export const downPath = "/tam-ngung.html";

/** Assets carry their version in the path: no cache on the way can mix an old one with a new page. */
export const assetPath = (version: string, file: `${"site" | "desk" | "places"}.${"css" | "js"}` | "challenge.js" | "draft.js" | `places/${string}.json` | "icon.svg"): string => `/assets/${version}/${file}`;

export const apiPaths = {
  description: "/api/openapi.json",
  /** What an application looks like that is handed over to a national platform. */
  exportSchema: "/api/registration-export.schema.json",
  registrations: "/api/registrations",
  callbacks: "/api/callbacks",
  /** Where an aggregator of texts says what became of them. */
  receipts: "/api/receipts",
} as const;
