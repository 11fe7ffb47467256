import type { Deps } from "../../functions/hotline/deps.ts";
import { putShift } from "../../functions/hotline/roster.ts";
import { createHotlineStore } from "../../functions/hotline/store.ts";
import { ids } from "../../functions/platform/ids.ts";
import type { Keeper } from "../../functions/platform/keeper.ts";
import type { Outbox } from "../../functions/platform/outbox.ts";
import { createTableClient } from "../../functions/platform/table.ts";
import { createStaffStore, type StaffStore } from "../../functions/staff/store.ts";
import type { CivilDate } from "../../shared/calendar/civil-date.ts";
import { localDate } from "../../shared/calendar/local-time.ts";
import { workingDaysAhead } from "../../shared/calendar/working-days.ts";
import { deskHours } from "../../shared/hotline/roster.ts";
import { demoStaff, type DemoPerson } from "./demo-staff.ts";

type RosterDeps = Pick<Deps, "store" | "log" | "now">;

const days = 10;
/** Early and late, with an hour together at the turn. */
const hours = [
  { from: deskHours.from, to: "15:00" },
  { from: "14:00", to: deskHours.to },
] as const;

const silent = { info: () => {}, warn: () => {}, error: () => {} };
const people: readonly DemoPerson[] = demoStaff;

/** Puts the invented people on the lists that rosters are made from, and, on the first start, the counsellors on shift for the next ten working days. */
export async function makeDemoRoster(tables: { hotline: string; staff: string }, { outbox, keepers, now }: { outbox: Outbox; keepers: Record<"hotline" | "staff", Keeper>; now: () => Date }): Promise<void> {
  const client = createTableClient();
  try {
    await listStaff(createStaffStore(client, tables.staff, keepers.staff), now());
    await rosterFirstDays({ store: createHotlineStore(client, tables.hotline, outbox, keepers.hotline), log: silent, now });
  } finally {
    client.destroy();
  }
}

/** As a sign-in would, with a session that has ended before it could be used. */
async function listStaff(staff: StaffStore, at: Date): Promise<void> {
  const nowSeconds = Math.floor(at.getTime() / 1_000);
  const listed = new Set((await Promise.all([staff.listByRole("counsellor", nowSeconds), staff.listByRole("hotlineManager", nowSeconds)])).flat().map(({ staffId }) => staffId));
  const rosterable = people.filter(({ sub, roles }) => !listed.has(sub) && roles.some((role) => role === "counsellor" || role === "hotlineManager"));
  for (const { sub, name, roles } of rosterable) {
    await staff.enter({ staffId: sub, name, roles, tokenHash: "demo", at: at.toISOString(), sessionEndsAtSeconds: nowSeconds });
    await staff.endSession(sub, "demo");
  }
}

async function rosterFirstDays(deps: RosterDeps): Promise<void> {
  const dates = workingDaysAhead(localDate(deps.now()), days);
  const touched = await Promise.all(dates.map(async (date) => (await deps.store.readDay(date)).slots.length > 0));
  if (touched.some(Boolean)) return;
  for (const [n, date] of dates.entries()) await rosterDay(deps, date, n);
}

/** Whoever was early is late the day after. */
async function rosterDay(deps: RosterDeps, date: CivilDate, n: number): Promise<void> {
  const counsellors = people.filter(({ roles }) => roles.includes("counsellor"));
  for (const [turn, { sub, name }] of counsellors.entries()) {
    const shift = hours[(turn + n) % hours.length];
    if (shift) await putShift(deps, { id: ids.event(), date, counsellorId: sub, name, ...shift, callsPerSlot: 2, absent: false });
  }
}
