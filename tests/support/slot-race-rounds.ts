import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { expect } from "vitest";
import { NoSeat } from "../../functions/hotline/refusals.ts";
import { daysAfter, type CivilDate } from "../../shared/calendar/civil-date.ts";
import { allRows, seatsBySlot } from "./hotline.ts";
import { race, seatsWished, type Tried } from "./slot-race.ts";
import type { World } from "./world.ts";

const slotOf = (one: Tried): string | null | undefined => ("slotId" in one ? one.slotId : undefined);

const everybody = 200;

/** One race a day from a day on, each held to what must be true of it: the first through the SDK, the others through a client that costs less. */
/** In `npm test`, twenty of the hundred rounds, half in each file: `RACE_ROUNDS=50` runs them all. */
export const raceRounds = Number(process.env.RACE_ROUNDS ?? 10);

export async function raceOnDays(world: World, client: DynamoDBDocumentClient, from: CivilDate, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    // In the first round every single loser asks for other times, later one of each kind: they all see the same roster.
    const { wished, tried, day, offered } = await race(round === 0 ? world : { ...world, client }, daysAfter(from, round), round === 0 ? everybody : 1);
    expect(tried).toHaveLength(everybody);

    const winners = tried.filter((one) => slotOf(one) === wished);
    expect(winners).toHaveLength(seatsWished);

    const losers = tried.filter((one) => slotOf(one) !== wished);
    const elsewhere = losers.filter(({ kind }) => kind === "soon");
    expect(elsewhere.every((one) => typeof slotOf(one) === "string")).toBe(true);
    const refused = losers.flatMap((one) => ("refused" in one ? [one.refused] : []));
    expect(refused).toHaveLength(losers.length - elsewhere.length);
    expect(refused.filter((why) => !(why instanceof NoSeat && why.because === "full"))).toEqual([]);

    const others = [`${wished.slice(0, 10)}T10:30`, `${wished.slice(0, 10)}T11:00`, `${wished.slice(0, 10)}T11:30`];
    expect(offered.length).toBeGreaterThan(0);
    for (const alternatives of offered) expect(alternatives).toEqual(others);

    for (const { id, taken } of day.slots) expect(day.seats.filter(({ slotId }) => slotId === id)).toHaveLength(taken);
    expect(day.slots.find(({ id }) => id === wished)).toMatchObject({ capacity: seatsWished, taken: seatsWished });
  }
  for (const [id, said] of Object.entries(seatsBySlot(await allRows(world, "hotline")))) expect({ id, ...said }).toMatchObject({ rows: said.counter, callbacks: said.counter });
}
