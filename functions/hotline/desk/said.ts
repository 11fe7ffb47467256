import type { Context } from "hono";
import * as z from "zod";
import { timeFrom } from "../../../web/components/hotline-desk.tsx";
import { deskWords } from "../../../web/words/desk.ts";
import type { Language } from "../../../shared/language.ts";
import { sayings } from "../../platform/sayings.ts";
import type { Deps } from "../deps.ts";
import type { Recorded } from "../record-call.ts";

const saidSchema = z.object({ code: z.enum(["recorded", "again", "followUp", "rests", "handedBack", "held", "kept", "told", "dropped"]), at: z.iso.datetime().optional() });
/** What came of something that was just done: one line on the page that follows. */
export type Said = z.infer<typeof saidSchema>;

export const { saying, readSaid } = sayings("desk-said", saidSchema);

/** The same in words. */
export function saidOn(deps: Pick<Deps, "seal" | "now">, c: Context, language: Language): string | undefined {
  const said = readSaid(deps, c);
  return said && inWords(said, language, deps.now());
}

function inWords({ code, at }: Said, language: Language, now: Date): string {
  const t = deskWords[language].hotlineDesk.done;
  const time = at ? timeFrom(deskWords[language], new Date(at), now) : "";
  if (code === "again" || code === "followUp") return `${t.recorded} ${t[code](time)}`;
  return code === "rests" ? `${t.recorded} ${t.rests}` : t[code];
}

export const saidOf = ({ again, followUpAt, rests }: Recorded): Said =>
  rests ? { code: "rests" } : followUpAt ? { code: "followUp", at: followUpAt } : again ? { code: "again", at: again } : { code: "recorded" };
