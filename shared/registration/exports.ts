import * as z from "zod";
import { lineSchema } from "../form/fields.ts";

/** What leaves the desk with the identity of people: one application as data, or the register of an office's year. Either needs a second person. */
const instant = z.iso.datetime();
const asked = { id: z.string(), askedBy: z.string(), askedAt: instant, state: z.enum(["asked", "agreed", "refused", "taken"]), decidedAt: instant.optional(), takenAt: instant.optional() };
const shared = { ...asked, /** The office it is of: a commune's or, until that is known, its province's queue. */ unit: z.string(), provinceCode: z.string() };

export const exportRequestSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("application"), reference: z.string(), ...shared }),
  z.object({ kind: z.literal("register"), year: z.int(), ...shared }),
]);
export type ExportRequest = z.infer<typeof exportRequestSchema>;
export type ExportState = ExportRequest["state"];

const hour = 3_600_000;
/** Over a weekend somebody must find the time to decide; what was agreed is for now. */
const lastsMs: Partial<Record<ExportState, number>> = { asked: 72 * hour, agreed: 24 * hour };

/** What may follow on what; nothing follows on what was refused or taken. */
const exportMoves = { agreed: "asked", refused: "asked", taken: "agreed" } as const satisfies Partial<Record<ExportState, ExportState>>;
export type ExportMove = keyof typeof exportMoves;

/** From which state a move leads, the field that says since when it is so, and after which moment that must have been. */
export function exportMove(move: ExportMove, now: Date): { from: ExportState; since: "askedAt" | "decidedAt"; after: string } {
  const from = exportMoves[move];
  return { from, since: from === "asked" ? "askedAt" : "decidedAt", after: new Date(now.getTime() - (lastsMs[from] ?? 0)).toISOString() };
}

type Standing = Pick<ExportRequest, "state" | "askedAt" | "decidedAt">;

/** Until when somebody may decide on a request or take what was agreed; null when nothing is to come. */
export function exportEndsAt({ state, askedAt, decidedAt = askedAt }: Standing): string | null {
  const lasts = lastsMs[state];
  return lasts === undefined ? null : new Date(Date.parse(state === "asked" ? askedAt : decidedAt) + lasts).toISOString();
}

/** How a request stands: `old` when nobody decided in time, or nobody took it. */
export function exportStateAt(request: Standing, now: Date): ExportState | "old" {
  const endsAt = exportEndsAt(request);
  return endsAt !== null && endsAt <= now.toISOString() ? "old" : request.state;
}

/** Why somebody needs it: a sentence, not a letter. */
export const exportReasonSchema = lineSchema;
