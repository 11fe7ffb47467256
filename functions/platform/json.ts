import type { Context } from "hono";
import type * as z from "zod";
import type { Issue } from "../../shared/form/issues.ts";
import type { Language } from "../../shared/language.ts";
import { errorTexts, type ErrorTable } from "../../web/words/error-texts.ts";
import { words } from "../../web/words/words.ts";
import { problem } from "./problem.ts";

export const readerLanguage = (c: Context): Language => (/^en\b/i.test(c.req.header("accept-language") ?? "") ? "en" : "vi");

/** The JSON of a request, or the answer to one that holds none. */
export async function readJson(c: Context): Promise<{ value: unknown } | Response> {
  const t = words[readerLanguage(c)].api;
  if (!/^application\/json\b/i.test(c.req.header("content-type") ?? "")) return problem(c, { status: 415, ...t.mediaType });
  try {
    return { value: JSON.parse(await c.req.text()) };
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    return problem(c, { status: 400, ...t.malformed });
  }
}

/** The JSON of a request in its shape, or the answer that says where it is not. */
export async function readShape<T>(c: Context, schema: z.ZodType<T>): Promise<T | Response> {
  const body = await readJson(c);
  if (body instanceof Response) return body;
  const parsed = schema.safeParse(body.value);
  if (parsed.success) return parsed.data;
  const t = words[readerLanguage(c)];
  const issues = parsed.error.issues.map((issue) => ({ path: issue.path.join("."), code: "field.invalid" }));
  return problem(c, { status: 422, ...t.api.invalid, errors: pointed(t.errors, issues) });
}

/** As many as anybody would put right at once; an answer has a size too. */
const maxIssues = 50;

/** Issues with JSON pointers and their sentence. */
export const pointed = (table: ErrorTable, issues: readonly Issue[]) =>
  issues.slice(0, maxIssues).map(({ path, code }) => ({
    pointer: `/${path.split(".").map((key) => key.slice(0, 60).replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`,
    code,
    detail: errorTexts(table, [code]).join(" "),
  }));
