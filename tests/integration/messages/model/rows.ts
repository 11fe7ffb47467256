import * as z from "zod";
import { createOwnTexts } from "../../../../functions/platform/own-texts.ts";
import { fillText } from "../../../../shared/messages/catalogue.ts";
import { messageAreas, messageStates, type Message } from "../../../../shared/messages/message.ts";
import { allRows } from "../../../support/hotline.ts";
import { baDinh } from "../../../support/people.ts";
import type { World } from "../../../support/world.ts";
import type { Model } from "./model.ts";
import { day, isAhead } from "./rules.ts";

const rowSchema = z.object({
  area: z.enum(messageAreas),
  id: z.string(),
  lane: z.string(),
  template: z.string(),
  state: z.enum(messageStates),
  dueAt: z.string(),
  notAfter: z.string(),
  because: z.string().optional(),
  route: z.string().optional(),
  routeMessageId: z.string().optional(),
  story: z.array(z.object({ at: z.string(), what: z.string() })),
});
export type Row = z.infer<typeof rowSchema>;

export const readRows = async (world: World): Promise<Row[]> => (await allRows(world, "messages")).filter(({ sk }) => sk.startsWith("MESSAGE#")).map((row) => rowSchema.parse(row));
export const isUnfinished = ({ state }: Row): boolean => state === "waiting" || state === "handing";

const nameOf = ({ template, id, state, because = "no reason" }: Row): string => `${template} (${id}) is ${state}, ${because}`;

/** What rows say that cannot be, when they were last seen as they were before. */
export function wrongInRows({ texts }: Model, before: readonly Row[], after: readonly Row[]): string[] {
  const found = new Map(after.map((row) => [row.id, row]));
  return [
    ...[...texts.keys()].filter((id) => !found.has(id)).map((id) => `lost: ${id}`),
    ...after.filter(({ id }) => !texts.has(id)).map((row) => `nobody promised it: ${nameOf(row)}`),
    ...before.flatMap((row) => {
      const now = found.get(row.id);
      return now && !isAhead(row.state, now.state) ? [`went back from ${row.state}: ${nameOf(now)}`] : [];
    }),
  ];
}

/** What rows say that cannot be once all there was to do is done: each text came to an end, and of each that did not arrive somebody is told. */
export async function wrongAtTheEnd({ client, names }: World, model: Model, rows: readonly Row[]): Promise<string[]> {
  const calls = await Promise.all(messageAreas.map(async (area) => (await createOwnTexts(client, names.messages, area).toCall(1_000, area === "registration" ? baDinh.communeCode : undefined)).texts));
  const toCall = new Set(calls.flat().map(({ area, id }) => `${area} ${id}`));
  return rows.flatMap((row) => {
    const text = model.texts.get(row.id);
    const isToCall = toCall.has(`${row.area} ${row.id}`);
    const arrived = row.state === "handed" || row.state === "delivered";
    if (isUnfinished(row)) return [`never came to an end: ${nameOf(row)}`];
    if (arrived || row.state === "undelivered") {
      return [
        ...(model.handOvers.some(({ id, taken }) => id === row.id && taken) ? [] : [`no network took it: ${nameOf(row)}`]),
        ...(arrived && isToCall ? [`it arrived, and somebody is to call: ${nameOf(row)}`] : []),
        ...unheard(model, row),
        ...(arrived || isToCall || text?.over || text?.mayBeKept || row.lane === "code" ? [] : [`nobody is told: ${nameOf(row)}`]),
      ];
    }
    const chosen = text?.over || text?.mayBeKept;
    const asGood = row.because === "sameToday" && text !== undefined && sameWordsReached(model, text.message, row);
    return [...(row.because === undefined ? [`without a reason: ${nameOf(row)}`] : []), ...(isToCall || chosen || asGood || row.lane === "code" ? [] : [`nobody is told: ${nameOf(row)}`])];
  });
}

/** What was said of a text by the name it goes by, and is not in its row. */
function unheard({ told }: Model, row: Row): string[] {
  const said = told.filter(({ route, id }) => route === row.route && id === row.routeMessageId).map(({ status }) => status);
  const weightiest = said.includes("undelivered") ? "undelivered" : said[0];
  return weightiest === undefined || weightiest === row.state || row.state === "undelivered" ? [] : [`a receipt (${weightiest}) is forgotten: ${nameOf(row)}`];
}

function sameWordsReached({ handOvers }: Model, message: Message, { id, story }: Row): boolean {
  const stoppedAt = Date.parse(story.findLast(({ what }) => what === "stop")?.at ?? "");
  const body = fillText(message.template, message.language, message.values ?? {});
  return handOvers.some((one) => one.id !== id && one.taken && one.to === message.to && one.body === body && stoppedAt - Date.parse(one.at) < day);
}
