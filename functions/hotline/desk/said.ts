import type { Context } from "hono";
import * as z from "zod";
import { timeFrom } from "../../../web/components/hotline-desk.tsx";
import { words } from "../../../web/words/words.ts";
import type { Language } from "../../../shared/language.ts";
import type { Deps } from "../deps.ts";
import type { Recorded } from "../record-call.ts";

const saidSchema = z.object({ code: z.enum(["recorded", "again", "followUp", "rests", "handedBack", "held", "kept", "told", "dropped"]), at: z.iso.datetime().optional() });
/** What came of something that was just done: one line on the page that follows. */
export type Said = z.infer<typeof saidSchema>;

const purpose = "desk-said";
const saidForMs = 2 * 60_000;

/** An address that carries the line; sealed, so that nobody can put words onto our pages. */
export const saying = (deps: Pick<Deps, "seal" | "now">, path: string, said: Said): string =>
  `${path}?said=${encodeURIComponent(deps.seal.close(purpose, said, new Date(deps.now().getTime() + saidForMs)))}`;

/** What an address carries; none when it is not ours or old. */
export const readSaid = (deps: Pick<Deps, "seal" | "now">, c: Context): Said | undefined => saidSchema.safeParse(deps.seal.open(purpose, c.req.query("said") ?? "", deps.now())).data;

/** The same in words. */
export function saidOn(deps: Pick<Deps, "seal" | "now">, c: Context, language: Language): string | undefined {
  const said = readSaid(deps, c);
  return said && inWords(said, language, deps.now());
}

function inWords({ code, at }: Said, language: Language, now: Date): string {
  const t = words[language].hotlineDesk.done;
  const time = at ? timeFrom(words[language], new Date(at), now) : "";
  if (code === "again" || code === "followUp") return `${t.recorded} ${t[code](time)}`;
  return code === "rests" ? `${t.recorded} ${t.rests}` : t[code];
}

export const saidOf = ({ again, followUpAt, rests }: Recorded): Said =>
  rests ? { code: "rests" } : followUpAt ? { code: "followUp", at: followUpAt } : again ? { code: "again", at: again } : { code: "recorded" };
