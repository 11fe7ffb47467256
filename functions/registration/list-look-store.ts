/**
 * Who looked at a list of people, and whom it named: a chain of events for each desk, beside the chains of the people themselves. A line of a list shows a name
 * and a year of birth; written to each person, a page of fifty would cost a hundred writes, and bury the looks at their application among them.
 *
 * | row                 | what                                       | cost                                    |
 * |---------------------|--------------------------------------------|-----------------------------------------|
 * | `DESK#<unit>` CHAIN, LOOK#<at>#<id> | one page of a list that was shown | GetItem, TransactWriteItems: 1 RCU + 4–6 WCU |
 */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { goneAt } from "../../shared/privacy/declarations.ts";
import { untilWritten, overtaken } from "../platform/until-written.ts";
import { transact } from "../platform/table.ts";
import type { Keeper } from "../platform/keeper.ts";
import { createTrails } from "../platform/trail.ts";
import { whoLooks, type Officer } from "./scope.ts";
import { lookMark } from "./store.ts";

export const deskMark = "DESK#";

export function createListLooks(client: DynamoDBDocumentClient, TableName: string, keeper: Keeper) {
  const trails = createTrails(client, TableName, "registrations");
  return {
    /** Before the list is shown. */
    async write(officer: Officer, { id, at, references }: { id: string; at: Date; references: readonly string[] }): Promise<void> {
      const who = whoLooks(officer);
      const pk = `${deskMark}${who.unit}`;
      const moment = at.toISOString();
      const ring = await keeper.ring();
      await untilWritten(async () => {
        const trail = (await trails.find(ring, pk)) ?? trails.begin(ring, pk);
        const looked = { sk: `${lookMark}${moment}#${id}`, at: moment, content: { type: "listed", ...who, references } };
        const failed = await transact(client, trails.append(ring, trail, [looked], (before) => before ?? goneAt("listLooks", { looked: moment })));
        return failed.length === 0 || overtaken;
      });
    },
  };
}
export type ListLooks = ReturnType<typeof createListLooks>;
