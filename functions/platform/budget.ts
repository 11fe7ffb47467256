/**
 * What was used up of the budgets of shared/abuse/budgets.ts, in an area's own table. A row's key is a keyed hash: it cannot be read back as a
 * phone, a reference or an address, and the same phone has another on the other side of the wall.
 *
 * | rows                    | what                                              |
 * |-------------------------|---------------------------------------------------|
 * | `BUDGET#<hash>` BUDGET  | what one hour's or day's budget has spent; that something was done once |
 *
 * | pattern         | call                   | cost  |
 * |-----------------|------------------------|-------|
 * | spend, giveBack, once | UpdateItem, conditional | 1 WCU |
 */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { budgets, limitOf, periodEnd, type BudgetName, type ServiceLimits } from "../../shared/abuse/budgets.ts";
import type { Seal } from "./seal.ts";
import { updateIf } from "./table.ts";

/** A clock behind the one that wrote still finds the row. */
const keptAfterSeconds = 3_600;

/** For an area that sends no codes. */
const noLimits: ServiceLimits = { codesAnHour: 0, codesADay: 0 };

export function createBudgets(client: DynamoDBDocumentClient, TableName: string, seal: Pick<Seal, "hash">, limits: ServiceLimits = noLimits) {
  const keyOf = (...named: readonly string[]) => ({ pk: `BUDGET#${seal.hash("budget", JSON.stringify(named))}`, sk: "BUDGET" });
  const seconds = (instant: Date): number => Math.ceil(instant.getTime() / 1_000);
  const spent = (name: BudgetName, whose: string, now: Date, amount: number, room: string, most: number): Promise<boolean> => {
    const end = periodEnd(budgets[name].per, now);
    return updateIf(client, {
      TableName,
      Key: keyOf(name, end.toISOString(), whose),
      UpdateExpression: "SET expiresAtSeconds = :until ADD spent :amount",
      ConditionExpression: room,
      ExpressionAttributeValues: { ":until": seconds(end) + keptAfterSeconds, ":amount": amount, ":most": most },
    });
  };
  return {
    /** Takes one from a budget; false when nothing is left of it. An `amount` of 0 takes nothing and costs the same. `whose` is one target or source, nothing for the service. */
    spend: (name: BudgetName, whose: string, now: Date, amount: 0 | 1 = 1): Promise<boolean> => spent(name, whose, now, amount, "attribute_not_exists(pk) OR spent < :most", limitOf(name, limits)),
    /** What was taken for something that did not come about. */
    giveBack: (name: BudgetName, whose: string, now: Date): Promise<boolean> => spent(name, whose, now, -1, "spent > :most", 0),
    /** True for the first who asks under a name, and again after its time. */
    once: (named: readonly string[], now: Date, until: Date): Promise<boolean> =>
      updateIf(client, {
        TableName,
        Key: keyOf("once", ...named),
        UpdateExpression: "SET expiresAtSeconds = :until",
        ConditionExpression: "attribute_not_exists(pk) OR expiresAtSeconds <= :now",
        ExpressionAttributeValues: { ":until": seconds(until), ":now": Math.floor(now.getTime() / 1_000) },
      }),
  };
}
export type Budgets = ReturnType<typeof createBudgets>;
/** What a verb needs that spends. */
export type Spending = { budgets: Budgets };
