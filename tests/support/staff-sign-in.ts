import { demoStaff } from "../../infra/local/demo-staff.ts";
import { deskPath, signInPath } from "../../shared/staff/paths.ts";
import type { Language } from "../../shared/language.ts";

/** A site to sign in to: an app in this process, or a service that runs. */
export type Site = { siteOrigin: string; request: (path: string, init?: RequestInit) => Response | Promise<Response> };

/** A service that runs, as a site. */
export const siteAt = (origin: string): Site => ({ siteOrigin: origin, request: (path, init) => fetch(`${origin}${path}`, { redirect: "manual", ...init }) });

/** The demo person whose name holds these words: "An", "Bình", "Chi", "Dung", "Khanh" … */
export function demoPerson(name: string) {
  const found = demoStaff.find((person) => person.name.includes(` ${name} `));
  if (!found) throw new Error(`no demo person ${name}`);
  return found;
}

/** A browser with cookies, as far as sign-in needs one: on our site and at the issuer, by hand, one answer at a time. */
export function createBrowser(site: Site) {
  let kept: { origin: string; path: string; name: string; value: string }[] = [];
  const cookies = (address = site.siteOrigin): string => {
    const { origin, pathname } = new URL(address);
    return kept
      .filter((one) => one.origin === origin && (one.path === "/" || pathname === one.path || pathname.startsWith(`${one.path}/`)))
      .map(({ name, value }) => `${name}=${value}`)
      .join("; ");
  };
  const keep = (origin: string, line: string): void => {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    const path = /;\s*path=([^;]+)/i.exec(line)?.[1] ?? "/";
    const isGone = /;\s*max-age=0/i.test(line) || /;\s*expires=thu, 01 jan 1970/i.test(line);
    kept = [...kept.filter((one) => one.origin !== origin || one.path !== path || one.name !== name), ...(isGone ? [] : [{ origin, path, name, value }])];
  };
  const ask = async (address: string, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(address, site.siteOrigin);
    const given = { ...init, headers: { ...Object.fromEntries(new Headers(init.headers)), cookie: cookies(url.href) } };
    const isSite = url.origin === site.siteOrigin;
    const response = isSite ? await site.request(`${url.pathname}${url.search}`, given) : await fetch(url, { redirect: "manual", ...given });
    for (const line of response.headers.getSetCookie()) keep(url.origin, line);
    return response;
  };
  const leadsTo = (response: Response, from: string): string => new URL(response.headers.get("location") ?? "", new URL(from, site.siteOrigin)).href;
  const post = (address: string, fields: Iterable<[string, string]>, headers: Record<string, string> = {}): Promise<Response> =>
    ask(address, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", origin: new URL(address, site.siteOrigin).origin, "sec-fetch-site": "same-origin", ...headers },
      body: new URLSearchParams([...fields]).toString(),
    });

  /** From the wanted page up to the list of people at the issuer; gives that page's address. */
  const goToIssuer = async (start: string): Promise<string> => {
    const begun = await ask(start);
    if (begun.status !== 303) throw new Error(`sign-in did not begin: ${begun.status}`);
    const authorize = leadsTo(begun, start);
    return leadsTo(await ask(authorize), authorize);
  };
  /** Where an answer leads next: a redirect, or a form of the issuer's that sends itself when another person was signed in there before. */
  const next = async (response: Response, from: string): Promise<string> => {
    if (response.headers.has("location")) return leadsTo(response, from);
    const html = await response.text();
    const action = /<form[^>]* action="([^"]+)"/.exec(html)?.[1];
    if (!action) throw new Error(`the issuer leads nowhere: ${response.status} ${html.slice(0, 300)}`);
    const fields = [...html.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name = "", value = ""]): [string, string] => [name, value]);
    return leadsTo(await post(action, fields), action);
  };
  /** Chooses somebody (or nobody) at the issuer, with both steps; gives the callback address, not opened yet. */
  const choose = async (choosePage: string, sub: string, more: [string, string][] = []): Promise<string> => {
    let at = await next(await post(choosePage, [["person", sub], ...more]), choosePage);
    while (new URL(at).origin !== site.siteOrigin) at = await next(await ask(at), at);
    return at;
  };
  /** The whole way: gives the last answer of our own site, a redirect to the page that was wanted. */
  const signIn = async (person: { sub: string }, { language = "vi", to }: { language?: Language; to?: string } = {}): Promise<Response> =>
    ask(await choose(await goToIssuer(signInPath(language, to ?? deskPath(language))), person.sub));

  /** Gives this browser a cookie of our site, as somebody else might. */
  const plant = (name: string, value: string): void => keep(site.siteOrigin, `${name}=${value}`);

  return { ask, post, cookies, plant, goToIssuer, choose, signIn };
}
export type Browser = ReturnType<typeof createBrowser>;

/** Signs a demo person in through the real issuer; gives the Cookie header of their session. */
export async function signInAs(site: Site, person: { sub: string }): Promise<string> {
  const browser = createBrowser(site);
  const done = await browser.signIn(person);
  if (done.status !== 303) throw new Error(`sign-in ended with ${done.status}`);
  return browser.cookies();
}
