import { book } from "../../functions/hotline/book.ts";
import { move } from "../../functions/hotline/change.ts";
import type { Deps } from "../../functions/hotline/deps.ts";
import { hold } from "../../functions/hotline/hold.ts";
import { recordCall } from "../../functions/hotline/record-call.ts";
import { NoSeat } from "../../functions/hotline/refusals.ts";
import { nextOffered } from "../../functions/hotline/seats.ts";
import type { CivilDate } from "../../shared/calendar/civil-date.ts";
import type { Day } from "../../functions/hotline/store.ts";
import { callerPhone, callerRows, callRequest, counsellor, entryOf, hotlineOf, newKey, slotsWith, timeRequest, writeRows } from "./hotline.ts";
import type { World } from "./world.ts";

const bookerKinds = ["chosen", "held", "soon", "move", "followUp"] as const;
type BookerKind = (typeof bookerKinds)[number];
/** How many of each try at once: 200 together. Holding first is the cheapest way to lose, moving and following up the dearest. */
const bookers: Record<BookerKind, number> = { chosen: 30, held: 142, soon: 6, move: 11, followUp: 11 };
export const seatsWished = 3;

/** How one booker came away: with a seat of that slot (null: without any), or why not. */
export type Tried = { kind: BookerKind; slotId: string | null } | { kind: BookerKind; refused: unknown };
export type Race = { wished: string; tried: Tried[]; day: Day; /** What was offered to those who lost, one list each. */ offered: string[][]; deps: Deps };

const upTo = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

/**
 * 200 people want the same half hour of a day at once. Whoever moves has a seat in the afternoon already, and whoever follows up
 * is a counsellor on the phone. `asking` of each kind's losers ask for other times afterwards.
 */
export async function race(world: World, date: CivilDate, asking: number): Promise<Race> {
  world.moveTo(`${date}T02:00:00.000Z`);
  const deps = hotlineOf(world, `people of ${date}`);
  const wished = `${date}T10:00`;
  const afternoon = `${date}T15:00`;
  const movers = upTo(bookers.move, (n) => callerRows(deps, callerPhone(n), [entryOf(deps, { kind: "booked", slotId: afternoon })]));
  const lease = (n: number) => ({ id: `lease-${n}`, ...counsellor(n), until: `${date}T02:10:00.000Z`, rungAt: `${date}T02:00:00.000Z` });
  const onThePhone = upTo(bookers.followUp, (n) => callerRows(deps, callerPhone(60 + n), [entryOf(deps)], { lease: lease(n) }));
  await writeRows(deps, slotsWith({ [wished]: seatsWished, [`${date}T10:30`]: 60, [`${date}T11:00`]: 60, [`${date}T11:30`]: 60 }));
  await writeRows(deps, slotsWith({ [afternoon]: bookers.move }, { taken: bookers.move }));
  await writeRows(deps, [...movers, ...onThePhone].flatMap(({ changes }) => changes));

  const booked = async (request: ReturnType<typeof callRequest>, holdId?: string): Promise<string | null> =>
    (await book(deps, { request, idempotencyKey: newKey(), holdId })).receipt.slotId ?? null;
  const ways: Record<BookerKind, (n: number) => Promise<string | null>> = {
    chosen: (n) => booked(timeRequest(wished, { phone: callerPhone(120 + n) })),
    held: async (n) => {
      await hold(deps, { slotId: wished, holdId: `hold-${n}` });
      return booked(timeRequest(wished, { phone: callerPhone(200 + n) }), `hold-${n}`);
    },
    soon: (n) => booked(callRequest({ phone: callerPhone(160 + n) })),
    move: async (n) => (await move(deps, { reference: movers[n]?.caller.entries[0]?.reference ?? "", to: wished })).slotId ?? null,
    followUp: async (n) => {
      const key = onThePhone[n]?.caller.key ?? "";
      await recordCall(deps, { key, leaseId: `lease-${n}`, staff: counsellor(n), outcome: "reached", note: "", voicemail: false, followUp: wished });
      return wished;
    },
  };
  const start = (kind: BookerKind, n: number): Promise<Tried> =>
    ways[kind](n).then(
      (slotId) => ({ kind, slotId }),
      (refused: unknown) => ({ kind, refused }),
    );
  const tried = await Promise.all(inTurns(bookerKinds.map((kind) => upTo(bookers[kind], (n) => ({ kind, n })))).map(({ kind, n }) => start(kind, n)));

  const losers = bookerKinds.flatMap((kind) => tried.filter((one) => one.kind === kind && "refused" in one && one.refused instanceof NoSeat).slice(0, asking));
  const [day, offered] = await Promise.all([deps.store.readDay(date), Promise.all(losers.map(() => nextOffered(deps, wished)))]);
  return { wished, tried, day, offered, deps };
}

/** One of each row after the other, so that no kind is always first. */
function inTurns<T>(rows: readonly (readonly T[])[]): T[] {
  const longest = Math.max(...rows.map(({ length }) => length));
  return upTo(longest, (n) => rows.flatMap((row) => row.slice(n, n + 1))).flat();
}
