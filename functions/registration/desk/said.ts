import type { Context } from "hono";
import * as z from "zod";
import type { Frame } from "../../../web/components/layout.tsx";
import { deskFrameWords } from "../../../web/words/desk.ts";
import { sayings } from "../../platform/sayings.ts";
import type { Deps } from "../deps.ts";

const saidSchema = z.enum(["recorded", "recordedNoText", "repeated", "booked", "bookedNoText", "cancelled", "transferred", "changed", "told", "handedOnBefore", "historySaved", "rightRecorded", "rightRepeated", "rightErased"]);
export type Said = z.infer<typeof saidSchema>;

const { saying: carry, readSaid } = sayings("desk-said", saidSchema);
export const saying: (deps: Pick<Deps, "seal" | "now">, path: string, said: Said) => string = carry;

/** What has just been done, in words; none when the address carries nothing of ours. */
export function saidOn(deps: Pick<Deps, "seal" | "now">, c: Context, frame: Frame): string | undefined {
  const said = readSaid(deps, c);
  return said && deskFrameWords(frame).registrationDesk.done[said];
}
