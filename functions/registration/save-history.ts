import { unitOf, type Staff } from "../../shared/registration/case.ts";
import { historyStates } from "../../shared/registration/history-form.ts";
import { historyParts, type History, type HistoryPart } from "../../shared/registration/history.ts";
import { overtaken, untilWritten } from "../platform/until-written.ts";
import type { Deps } from "./deps.ts";
import type { HistoryChange, KeptHistory } from "./history-store.ts";
import { ChangedSince, NoCase, NotRecorded } from "./refusals.ts";
import { entryKey } from "./store.ts";

/** Somebody of the staff, and the office they reached the application by; nobody when the family writes itself. */
type AtDesk = { staff: Staff; unit: string };
/** `seen` is the version of the part that the form was made from; 0 when nothing of it had been saved. */
export type Filling = { reference: string; part: HistoryPart; filled: History; seen: number; atDesk?: AtDesk | undefined };

type Part = HistoryChange["parts"][number];
const versionOf = (kept: KeptHistory, part: HistoryPart): number => kept[part]?.version ?? 0;
const sameAs = (one: History, other: History): boolean => JSON.stringify(one) === JSON.stringify(other);

/**
 * Saves one part of Mẫu 33 as a family, or an officer for them, filled it in; what is as it was is not written again. Throws `NotRecorded` once the
 * application is decided, `ChangedSince` when somebody else has saved this part meanwhile, `NoCase` when another office has the application now.
 */
export async function saveHistory(deps: Deps, { reference, part, filled, seen, atDesk }: Filling): Promise<void> {
  const saved = await changed(deps, { reference, atDesk, type: "historySaved" }, (kept) => {
    if (sameAs(kept[part]?.filled ?? {}, filled)) return [];
    if (versionOf(kept, part) !== seen) throw new ChangedSince();
    return [{ part, seen, filled }];
  });
  if (saved) deps.log.info("HISTORY_SAVED");
}

/** Clears all that was filled in; nothing is written when there was nothing. Throws `NotRecorded` once the application is decided. */
export async function clearHistory(deps: Deps, reference: string): Promise<void> {
  const cleared = await changed(deps, { reference, type: "historyCleared" }, (kept) =>
    historyParts.flatMap((part) => (sameAs(kept[part]?.filled ?? {}, {}) ? [] : [{ part, seen: versionOf(kept, part), filled: {} }])),
  );
  if (cleared) deps.log.info("HISTORY_CLEARED");
}

type Changing = { reference: string; atDesk?: AtDesk | undefined; type: "historySaved" | "historyCleared" };

/** Works out from what is kept which parts become what, and writes them with their event; false when none does. */
const changed = (deps: Deps, { reference, atDesk, type }: Changing, work: (kept: KeptHistory) => Part[]): Promise<boolean> =>
  untilWritten(async () => {
    const [standing, kept] = await Promise.all([deps.store.findStanding(reference), deps.store.findHistory(reference)]);
    if (!standing || (atDesk && unitOf(standing.office) !== atDesk.unit)) throw new NoCase();
    if (!historyStates.includes(standing.state)) throw new NotRecorded([]);
    const parts = work(kept);
    if (parts.length === 0) return false;
    const now = deps.now();
    const by = atDesk ? { by: "desk" as const, staff: atDesk.staff } : { by: "applicant" as const };
    const written = await deps.store.write(
      [
        { what: "history", reference, parts, savedAt: now.toISOString(), line: atDesk && entryKey(atDesk.unit, reference) },
        { what: "event", reference, event: { id: deps.ids.event(), type, at: now.toISOString(), ...by } },
      ],
      now,
    );
    return written || overtaken;
  });
