import type { Language } from "../../shared/language.ts";
import { submitSlug } from "../../shared/registration/steps.ts";
import type { World } from "../support/world.ts";

export type Page = { name: string; language: Language; html: string; encoding: string };
export type Fields = readonly (readonly [string, string])[];

export const firstIn = (html: string, pattern: RegExp): string => pattern.exec(html)?.[1] ?? "";

const posting = (fields: Fields) => ({
  method: "POST",
  headers: { "content-type": "application/x-www-form-urlencoded", origin: "http://localhost", "sec-fetch-site": "same-origin" },
  body: new URLSearchParams(fields.map(([name, value]) => [name, value])).toString(),
});

/** A visitor of a public app, from an address if one is given; remembers every page that was shown. */
export function pageVisitor(app: World["app"], language: Language, seen: Page[], from: Record<string, string> = {}) {
  const ask = async (path: string, fields: Fields | null) => {
    const { headers, ...rest } = fields ? posting(fields) : { headers: {} };
    const answer = await app.request(path, { ...rest, headers: { ...headers, ...from, "accept-encoding": "gzip" } });
    const encoding = answer.headers.get("content-encoding") ?? "";
    const html = encoding ? await new Response(answer.body?.pipeThrough(new DecompressionStream("gzip"))).text() : await answer.text();
    return { html, encoding, status: answer.status };
  };
  /** Posts (with `null` for fields: reads), and notes the page that answers, under the name the form on it has unless one is given. */
  return async (path: string, fields: Fields | null, expected: number, name?: string): Promise<string> => {
    const { html, encoding, status } = await ask(path, fields);
    if (status !== expected) throw new Error(`${path} answered ${status}, not ${expected}`);
    // A redirect shows nothing.
    if (status === 303) return html;
    const action = firstIn(html, /<form id="answers" method="post" action="([^"]+)"/).replace(/^\/en\//, "/");
    const form = action.endsWith(`/${submitSlug}`) ? "check before sending" : action;
    seen.push({ name: name ?? `${form}${status === 422 ? ", with errors" : ""}`, language, html, encoding });
    return html;
  };
}
export type Visit = ReturnType<typeof pageVisitor>;

export const sealed = (html: string): Fields => {
  const value = firstIn(html, /name="sealed" value="([^"]+)"/);
  return value ? [["sealed", value]] : [];
};
