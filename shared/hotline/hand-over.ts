import { localDate } from "../calendar/local-time.ts";
import type { CivilDate } from "../calendar/civil-date.ts";
import { listOf, type Caller, type Entry, type List } from "./caller.ts";
import type { Resting } from "./resting.ts";
import type { SlotId } from "./slots.ts";

/** A caller somebody holds: until when, and whether the number was shown. */
export type HeldRow = { reference: string; name: string; until: string; rung: boolean; danger: boolean };
/** A request that told of danger, open still; or, `talked`, the follow-up of one that was talked to within a day. */
export type DangerRow = { reference: string; openedAt: string; dueAt: string; list: List; talked: boolean };
export type FollowUpRow = { reference: string; dueAt: string; afterDanger: boolean };
/** A stretch of the desk's hours in which nobody works. */
export type Gap = { date: CivilDate; from: string; to: string };

/** What the next shift has to know. */
export type HandOver = {
  held: HeldRow[];
  danger: DangerRow[];
  followUps: FollowUpRow[];
  resting: Resting[];
  overBooked: { id: SlotId; over: number }[];
  gaps: Gap[];
};

const dayMs = 24 * 3_600_000;
const byDue = (a: { dueAt: string }, b: { dueAt: string }): number => a.dueAt.localeCompare(b.dueAt);

export const heldRows = (callers: readonly Caller[]): HeldRow[] =>
  callers.flatMap(({ entries, lease }) => {
    const [first] = entries;
    return first && lease ? [{ reference: first.reference, name: lease.name, until: lease.until, rung: lease.rungAt !== undefined, danger: entries.some(({ danger }) => danger) }] : [];
  });

export const dangerRows = (callers: readonly Caller[], now: Date): DangerRow[] =>
  callers
    .flatMap((caller) => {
      const row = ({ reference, openedAt, dueAt, danger }: Entry): DangerRow => ({ reference, openedAt, dueAt, list: listOf(caller, now), talked: !danger });
      return caller.entries.filter((entry) => entry.danger || talkedToday(entry, now)).map(row);
    })
    .toSorted(byDue);

const talkedToday = ({ turn, openedAt }: Entry, now: Date): boolean => turn === "afterDanger" && now.getTime() - Date.parse(openedAt) <= dayMs;

/** Follow-ups due up to a day, late ones too. */
export const followUpRows = (callers: readonly Caller[], until: CivilDate): FollowUpRow[] =>
  callers
    .flatMap(({ entries }) => entries)
    .flatMap(({ reference, kind, dueAt, turn }) => (kind === "followUp" && localDate(new Date(dueAt)) <= until ? [{ reference, dueAt, afterDanger: turn === "afterDanger" }] : []))
    .toSorted(byDue);
