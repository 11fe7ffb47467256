import { pbkdf2Sync } from "node:crypto";
import type { Spending } from "../../functions/platform/budget.ts";
import type { Seal } from "../../functions/platform/seal.ts";
import { sourceOf } from "../../functions/platform/source.ts";
import { freeFor, type Act } from "../../shared/abuse/budgets.ts";
import { proofHeaders, proofNames, type PowChallenge } from "../../shared/abuse/proof.ts";
import type { Page } from "./form-walk.ts";
import { actionIn, sealedIn } from "./pages.ts";

type App = { request: (path: string, init: RequestInit) => Response | Promise<Response> };
type Fields = Iterable<[string, string]>;
type Work = { cost: number; keyLength: number; keyPrefix: string; nonce: string; salt: string };

/** As the distribution says where somebody comes from. Addresses of tests are of the blocks for documentation (RFC 5737, 3849). */
/** As CloudFront and the gateway tell of an address. */
export const cameFrom = (address: string) => ({ "x-forwarded-for": `${address}, 130.176.0.1` });

/** A form post as the plainest client makes it, from an address. */
export async function postFrom(app: App, address: string, path: string, fields: Fields): Promise<Page> {
  const headers = { "content-type": "application/x-www-form-urlencoded", ...cameFrom(address) };
  const answer = await app.request(path, { method: "POST", headers, body: new URLSearchParams([...fields]).toString() });
  const html = await answer.text();
  return { status: answer.status, html, headers: answer.headers, sealed: sealedIn(html), slug: actionIn(html).split("/").at(-1) ?? "" };
}

export const jsonFrom = (app: App, address: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  Promise.resolve(app.request(path, { method: "POST", headers: { "content-type": "application/json", ...cameFrom(address), ...headers }, body: JSON.stringify(body) }));

/** Tries one key after the other, as a browser does. */
export function solved({ cost, keyLength, keyPrefix, nonce, salt }: Work): { counter: number; derivedKey: string } {
  const password = Buffer.concat([Buffer.from(nonce, "hex"), Buffer.alloc(4)]);
  for (let counter = 0; ; counter += 1) {
    password.writeUInt32BE(counter, password.length - 4);
    const derivedKey = pbkdf2Sync(password, Buffer.from(salt, "hex"), cost, keyLength, "sha256").toString("hex");
    if (derivedKey.startsWith(keyPrefix)) return { counter, derivedKey };
  }
}

export const solutionOf = (challenge: PowChallenge): string => btoa(JSON.stringify({ challenge, solution: { ...solved(challenge.parameters), time: 1 } }));

const unescaped = (text: string): string => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");
/** What a page asks to be proven; none on any other page. */
export function challengeIn({ html }: Pick<Page, "html">): PowChallenge | undefined {
  const found = /data-challenge="([^"]+)"/.exec(html)?.[1];
  return found === undefined ? undefined : (JSON.parse(unescaped(found)) as PowChallenge);
}

/** Every hidden field of a page's form, as pressing its button would post them. */
export const hiddenIn = ({ html }: Pick<Page, "html">): [string, string][] =>
  Array.from(html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g), ([, name = "", value = ""]) => [name, unescaped(value)]);

/** What the page's own button posts, with the work done. */
export function withSolution(page: Page): [string, string][] {
  const challenge = challengeIn(page);
  if (!challenge) throw new Error(`no proof is asked for: ${page.status}`);
  return [...hiddenIn(page), [proofNames.solution, solutionOf(challenge)]];
}
export const bySolution = (challenge: PowChallenge) => ({ [proofHeaders.solution]: solutionOf(challenge) });
export const byTicket = (ticket: string) => ({ [proofHeaders.ticket]: ticket });

type Sealed = { seal: Seal; now: () => Date };
/** What an address is known as today. */
export const sourceAt = ({ seal, now }: Sealed, address: string): string => sourceOf({ forwardedFor: cameFrom(address)["x-forwarded-for"], peer: undefined }, seal, now()) ?? "";

/** Uses up what is free for an address, as many who ask from it would. */
export async function useUp(deps: Spending & Sealed, address: string, act: Act): Promise<void> {
  const source = sourceAt(deps, address);
  for (const name of freeFor[act]) while (await deps.budgets.spend(name, source, deps.now()));
}
