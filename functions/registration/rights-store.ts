/**
 * What people have asked about their data: a row for each request beside the application, with nothing that anybody wrote. While a request is open it
 * stands in the desk's indexes too, as a list of its own, by its clock.
 *
 * | pattern        | call                                                                   | cost                                              |
 * |----------------|------------------------------------------------------------------------|---------------------------------------------------|
 * | list           | Query of one key                                                       | 0.5–1 RCU                                         |
 * | listDue        | Query of an index                                                      | 0.5 RCU a 4 kB, about 12 requests                 |
 * | a right change | part of `write` (store.ts): the row, the application, at the desk its line | 2 × (1 + 3 + 1 for the check) WCU + 2 for the indexes |
 */
import { QueryCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { isOpenRight, nextClock, rightSchema, type Right } from "../../shared/privacy/rights.ts";
import { unitOf } from "../../shared/registration/case.ts";
import type { Office } from "../../shared/registration/receipt.ts";
import type { TransactItem } from "../platform/outbox.ts";
import { rowsOf } from "../platform/table.ts";
import type { Listed } from "./case-store.ts";

/**
 * A request as it becomes; `before` is what that was worked out from, null when there was nothing. `line` is the key the desk reached the application
 * by; `beside`: another part of the same write changes the application.
 */
export type RightChange = { what: "right"; reference: string; office: Office; before: Right | null; after: Right; at: string; line?: Record<string, string> | undefined; beside?: true };

const rightMark = "RIGHT#";
const rightKey = (reference: string, id: string) => ({ pk: `APPLICATION#${reference}`, sk: `${rightMark}${id}` });
const listKey = (unit: string): string => `${unit}#right`;
const dueOf = (right: Right): string => nextClock(right)?.dueAt ?? right.askedAt;

/** In the desk's indexes a request stands while something is to be done about it, the one that is due first before the others. */
const listedUnder = (reference: string, office: Office, right: Right): Record<string, string> =>
  isOpenRight(right) ? { byOffice: listKey(unitOf(office)), byProvince: listKey(office.provinceCode), order: `${dueOf(right)} ${reference} ${right.id}` } : {};

/** The writes of a change: it stands only while there is an application and, at the desk, while it is still this office's. */
export function rightItems(TableName: string, { reference, office, before, after, at, line, beside }: RightChange, application: Record<string, string>): TransactItem[] {
  return [
    {
      Put: {
        TableName,
        Item: { ...rightKey(reference, after.id), ...after, reference, ...listedUnder(reference, office, after) },
        ...(before ? { ConditionExpression: "version = :version", ExpressionAttributeValues: { ":version": before.version } } : { ConditionExpression: "attribute_not_exists(pk)" }),
      },
    },
    // An update and no bare check, for the public function may not make one.
    ...(beside ? [] : [{ Update: { TableName, Key: application, UpdateExpression: "SET rightsAt = :at", ConditionExpression: "attribute_exists(pk)", ExpressionAttributeValues: { ":at": at } } }]),
    ...(line ? [{ ConditionCheck: { TableName, Key: line, ConditionExpression: "attribute_exists(pk)" } }] : []),
  ];
}

const storedRight = rightSchema.strip();
const listedRow = z.object({ ...storedRight.shape, reference: z.string() });
export type ListedRight = z.infer<typeof listedRow>;

export function createRightsStore(client: DynamoDBDocumentClient, TableName: string) {
  return {
    /** Everything that was asked about an application, the first before the others. */
    async list(reference: string): Promise<Right[]> {
      const rows = await rowsOf(client, {
        TableName,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :mark)",
        ExpressionAttributeValues: { ":pk": rightKey(reference, "").pk, ":mark": rightMark },
        ConsistentRead: true,
      });
      return rows.map((row) => storedRight.parse(row)).toSorted((a, b) => (a.askedAt < b.askedAt ? -1 : 1));
    },

    /** Requests that an office, or the offices of a province, have to work on, in the order of their clocks. */
    async listDue(of: Listed, limit: number): Promise<ListedRight[]> {
      const [IndexName, unit] = "office" in of ? ["byOffice", of.office] : ["byProvince", of.province];
      const { Items = [] } = await client.send(
        new QueryCommand({ TableName, IndexName, KeyConditionExpression: "#list = :list", ExpressionAttributeNames: { "#list": IndexName }, ExpressionAttributeValues: { ":list": listKey(unit) }, Limit: limit }),
      );
      return Items.map((item) => listedRow.parse(item));
    },
  };
}
export type RightsStore = ReturnType<typeof createRightsStore>;
