import { askedRight, doneAtOnce, doneByItself, isOpenRight, mayMoveRight, movedRight, rightEvents, type Right, type RightKind, type RightMove } from "../../shared/privacy/rights.ts";
import type { Standing } from "../../shared/registration/standing.ts";
import { mayMove } from "../../shared/registration/state.ts";
import { NotProven } from "../platform/errors.ts";
import { overtaken, untilWritten } from "../platform/until-written.ts";
import { stopTexts } from "./answer.ts";
import type { Deps } from "./deps.ts";
import { NotRecorded } from "./refusals.ts";
import type { RightsStore } from "./rights-store.ts";
import type { Change, Event } from "./store.ts";
import { withdrawApplication } from "./withdraw.ts";

export type RightsDeps = Deps & { rights: RightsStore };

/** So many requests of one kind are kept: who asks for more of the same is at the office already. */
const mostOfKind = 9;

/** What somebody asks about their data, in their own words where they wrote any. */
export type Asking = { reference: string; kind: RightKind; text?: string | undefined };

/**
 * Writes down what the holder of a status token asks about their data. What can be done at once is: texts stop, an application that is not decided
 * is withdrawn with the consent to it. Asked already and still open: the same request, nothing written. Throws `NotProven` when there is no
 * application, `NotRecorded` when the same was asked too often.
 */
export async function askRight(deps: RightsDeps, { reference, kind, text }: Asking): Promise<Right> {
  const [right, isNew] = await untilWritten(async () => {
    const [standing, rights] = await Promise.all([deps.store.findStanding(reference), deps.rights.list(reference)]);
    if (!standing) throw new NotProven("reference");
    const own = rights.filter((one) => one.kind === kind);
    const open = own.find(isOpenRight);
    if (open) return [open, false] as const;
    if (own.length >= mostOfKind) throw new NotRecorded([]);
    const id = `${kind}-${own.length + 1}`;
    const now = deps.now();
    const atOnce = doneByItself(kind, mayMove("withdraw", standing.state, ["applicant"]));
    // First what it is about: a request that is written down as done was done.
    if (atOnce) await doNow(deps, standing, kind);
    const after = atOnce ? doneAtOnce(id, kind, now) : askedRight(id, kind, now);
    const written = await deps.store.write(changesOf(deps, standing, { before: null, after, event: "ask", facts: text ? { text } : {} }), now);
    return written ? ([after, true] as const) : overtaken;
  });
  if (isNew) deps.log.info("RIGHT_ASKED", { act: kind });
  return right;
}

const doNow = (deps: Deps, { reference }: Standing, kind: RightKind): Promise<unknown> => (kind === "stopTexts" ? stopTexts(deps, { reference, wholePhone: false }) : withdrawApplication(deps, reference));

/** The person takes back what they asked, or lifts a restriction. So already: nothing is written. Throws `NotProven` when there is no such request, `NotRecorded` when it is too late. */
export async function moveOwnRight(deps: RightsDeps, { reference, id, move }: { reference: string; id: string; move: Extract<RightMove, "takeBack" | "lift"> }): Promise<void> {
  await untilWritten(async () => {
    const [standing, rights] = await Promise.all([deps.store.findStanding(reference), deps.rights.list(reference)]);
    const before = rights.find((one) => one.id === id);
    if (!standing || !before) throw new NotProven("right");
    if (before.state === (move === "lift" ? "lifted" : "takenBack")) return true;
    if (!mayMoveRight(before, move, ["applicant"])) throw new NotRecorded([]);
    const now = deps.now();
    const written = await deps.store.write(changesOf(deps, standing, { before, after: movedRight(before, move, now), event: move, facts: {} }), now);
    return written || overtaken;
  });
  deps.log.info("RIGHT_MOVED", { act: move });
}

type Parts = { before: Right | null; after: Right; event: keyof typeof rightEvents; facts: NonNullable<Event["facts"]> };

const changesOf = (deps: Deps, { reference, office }: Standing, { before, after, event, facts }: Parts): Change[] => {
  const at = deps.now().toISOString();
  return [
    { what: "right", reference, office, before, after, at },
    { what: "event", reference, event: { id: deps.ids.event(), type: rightEvents[event], at, by: "applicant", facts: { right: after.id, ...facts } } },
  ];
};
