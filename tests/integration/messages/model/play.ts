import { daysAfter } from "../../../../shared/calendar/civil-date.ts";
import { instantOf, localDate } from "../../../../shared/calendar/local-time.ts";
import { routeNames } from "../../../../functions/messages/routes/route.ts";
import type { World } from "../../../support/world.ts";
import { createActs, isAnswer, isCutOff } from "./act.ts";
import { createProcess, createTurns } from "./process.ts";
import { isUnfinished, readRows, wrongAtTheEnd, wrongInRows, type Row } from "./rows.ts";
import { openService, type Sabotage } from "./service.ts";
import type { Jump, Setting, Step } from "./steps.ts";

/** A promise of the service that did not hold. */
export class Broken extends Error {
  override readonly name = "Broken";
}

const minute = 60_000;
const hour = 60 * minute;
const mostSweeps = 60;
const afterTet = "2027-02-12T02:00:00.000Z";

/** What a run came through, to be able to say that nothing was left out. */
export type Seen = Set<string>;

/** One run: all steps, each followed by a look at every promise; then all that is left comes to its end, and is looked at once more. */
export async function play(shared: World, { setting, steps }: { setting: Setting; steps: readonly Step[] }, { sabotage, seen = new Set() }: { sabotage?: Sabotage; seen?: Seen } = {}): Promise<void> {
  const service = await openService(shared, setting, sabotage);
  const { world, model, networks } = service;
  const act = createActs(service);
  let rows: Row[] = [];

  async function take(step: Step): Promise<void> {
    if ("jump" in step) return jumpTo(step.jump);
    if ("network" in step) return networks.plan(step.network, step.will, step.tells);
    const { turn, run } = createTurns(step.order);
    const ends = await run(step.acts.map((one) => act(one.act, createProcess(turn, one.cut))));
    for (const [n, end] of ends.entries()) {
      if (end.status === "rejected" && !isAnswer(end.reason)) throw end.reason;
      const deed = step.acts[n]?.act.do ?? "";
      if (end.status === "fulfilled") seen.add(`${deed} done`);
      else if (isCutOff(end.reason)) seen.add(`${deed} cut off`);
    }
  }

  function jumpTo(jump: Jump): void {
    const now = world.now().getTime();
    const to = Math.max(now, timeOf(jump, world.now(), rows));
    world.forward(to - now);
  }

  async function look(): Promise<void> {
    const now = await readRows(world);
    complain([...model.wrong, ...wrongInRows(model, rows, now)]);
    rows = now;
    for (const { state } of rows) seen.add(state);
  }

  function complain(wrong: readonly string[]): void {
    if (wrong.length) throw new Broken(wrong.join("\n"));
  }

  /** Networks are well, the clock goes from one text's time to the next, and ten minutes after the last moment of the last one all must be over. */
  async function finish(): Promise<void> {
    for (const route of routeNames) networks.plan(route, [], []);
    const over = Math.max(world.now().getTime(), ...[...model.texts.values()].map(({ message }) => Date.parse(message.notAfter) + 10 * minute));
    for (let sweeps = 0; sweeps < mostSweeps; sweeps += 1) {
      await take({ acts: [{ act: { do: "sweep", seconds: 0 } }], order: [] });
      await look();
      const times = rows.filter(isUnfinished).map(({ dueAt }) => Math.max(Date.parse(dueAt), world.now().getTime() + minute));
      if (times.length === 0 || world.now().getTime() >= over) break;
      world.forward(Math.min(over, ...times) - world.now().getTime());
    }
    complain(await wrongAtTheEnd(world, model, rows));
  }

  for (const step of steps) {
    await take(step);
    if ("acts" in step) await look();
  }
  await finish();
}

function timeOf(jump: Jump, now: Date, rows: readonly Row[]): number {
  const next = (times: readonly string[]): number => Date.parse(times.filter((time) => time > now.toISOString()).toSorted()[0] ?? new Date(now.getTime() + hour).toISOString());
  const atHour = (clock: number): string[] => [0, 1].map((days) => instantOf(daysAfter(localDate(now), days), clock, 0).toISOString());
  const unfinished = rows.filter(isUnfinished);
  if (jump.to === "later") return now.getTime() + jump.minutes * minute;
  if (jump.to === "afterTet") return Date.parse(afterTet);
  const times = { opening: () => atHour(8), closing: () => atHour(21), nextDue: () => unfinished.map(({ dueAt }) => dueAt), lastMoment: () => unfinished.map(({ notAfter }) => notAfter) };
  return next(times[jump.to]()) + jump.offMs;
}
