import type { Language } from "../language.ts";

const places = {
  home: "",
  hotline: "/hotline",
  registrations: "/registrations",
  signIn: "/sign-in",
  callback: "/sign-in/callback",
  renew: "/sign-in/renew",
  signedIn: "/sign-in/done",
  signOut: "/sign-out",
} as const;
export type DeskPlace = keyof typeof places;

/** An address of the desks. Vietnamese under /desk, English under /en/desk. */
export const deskPath = (language: Language, place: DeskPlace = "home"): string => `${language === "vi" ? "" : "/en"}/desk${places[place]}`;

/** Where sign-in begins, and which page it leads back to. */
export const signInPath = (language: Language, to: string): string => `${deskPath(language, "signIn")}?to=${encodeURIComponent(to)}`;

/** Where the issuer is asked again about whoever is signed in, on the way to a page. */
export const renewPath = (language: Language, to: string): string => `${deskPath(language, "renew")}?to=${encodeURIComponent(to)}`;

/** The language an address of the desks is in. */
export const deskLanguage = (path: string): Language => (path === "/en" || path.startsWith("/en/") ? "en" : "vi");

const anyOrigin = "http://desk.invalid";
const ofDesks = /^(\/en)?\/desk(\/|$)/;
const ofSignIn = /^(\/en)?\/desk\/sign-(in|out)(\/|$)/;

/**
 * The page that sign-in leads back to, as an address on this site: a page of the desks, or else their first page.
 * Whatever names another site, in whichever spelling a browser would follow, leads to the first page too.
 */
export function deskReturn(language: Language, wanted: string): string {
  const home = deskPath(language);
  if (!wanted.startsWith("/") || !URL.canParse(wanted, anyOrigin)) return home;
  const { origin, pathname, search } = new URL(wanted, anyOrigin);
  const isOurs = origin === anyOrigin && ofDesks.test(pathname);
  const isSignIn = ofSignIn.test(pathname) && pathname !== deskPath(language, "signedIn");
  return isOurs && !isSignIn ? `${pathname}${search}` : home;
}
