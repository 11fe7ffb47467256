import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";

/** A browser takes the prefix `__Host-` only with Secure, so over plain HTTP, on one machine, the names go without. */
const named = (siteOrigin: string, name: string): string => (siteOrigin.startsWith("https:") ? `__Host-${name}` : name);
const attributes = (siteOrigin: string) => ({ path: "/", httpOnly: true, sameSite: "Lax", secure: siteOrigin.startsWith("https:") }) as const;

const sessionCookie = (siteOrigin: string): string => named(siteOrigin, "desk");
const browserCookie = (siteOrigin: string): string => named(siteOrigin, "desk-sign-in");

export const readTicketCookie = (c: Context, siteOrigin: string): string => getCookie(c, sessionCookie(siteOrigin)) ?? "";

/** Goes with the browser: a shared computer does not keep it when the browser is closed. */
export const setTicketCookie = (c: Context, siteOrigin: string, ticket: string): void => setCookie(c, sessionCookie(siteOrigin), ticket, attributes(siteOrigin));
export const dropTicketCookie = (c: Context, siteOrigin: string): void => void deleteCookie(c, sessionCookie(siteOrigin), attributes(siteOrigin));

export const readBrowserCookie = (c: Context, siteOrigin: string): string => getCookie(c, browserCookie(siteOrigin)) ?? "";
export const setBrowserCookie = (c: Context, siteOrigin: string, browser: string, maxAgeSeconds: number): void =>
  setCookie(c, browserCookie(siteOrigin), browser, { ...attributes(siteOrigin), maxAge: maxAgeSeconds });
