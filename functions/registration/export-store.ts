/**
 * Who asked to take identities out of the desk, and what came of it: in the registrations table, under the province, by office. Names and reasons are not in the
 * clear: those of an application's are in its events, those of a register are sealed.
 *
 * | pattern | call                                   | cost                        |
 * |---------|----------------------------------------|-----------------------------|
 * | ask     | PutItem, of an application with its event | 1 WCU, 2 with an event   |
 * | list    | Query of one office, or of a province  | 0.5 RCU for about 15        |
 * | move    | UpdateItem, on its state and its age   | 1 WCU                       |
 */
import { PutCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { exportMove, exportRequestSchema, type ExportMove, type ExportRequest } from "../../shared/registration/exports.ts";
import type { TransactItem } from "../platform/outbox.ts";
import { rowsOf, updateIf } from "../platform/table.ts";

/** `sealed`: who asked for a register and why. */
const requestRow = z.intersection(exportRequestSchema, z.object({ sealed: z.string().optional(), expiresAtSeconds: z.int() }));
export type KeptRequest = ExportRequest & { sealed?: string | undefined };

/** The record of who took a register stays for a year; of an application, its events stay. */
const keptSeconds = 365 * 24 * 3_600;

type RequestKey = Pick<ExportRequest, "provinceCode" | "unit" | "id">;
export const requestKey = ({ provinceCode, unit, id }: RequestKey) => ({ pk: `EXPORTS#${provinceCode}`, sk: `${unit}#${id}` });

export function createExportStore(client: DynamoDBDocumentClient, TableName: string) {
  const put = (request: KeptRequest) => {
    const expiresAtSeconds = Math.floor(Date.parse(request.askedAt) / 1_000) + keptSeconds;
    return { TableName, Item: { ...requestKey(request), ...request, expiresAtSeconds }, ConditionExpression: "attribute_not_exists(pk)" };
  };

  return {
    async ask(request: KeptRequest): Promise<void> {
      await client.send(new PutCommand(put(request)));
    },

    /** The same as part of the write of its event: without one, nobody could find the request when the person is forgotten. */
    asked: (request: KeptRequest): TransactItem => ({ Put: put(request) }),

    /** The requests of one office, or of all of a province, the latest first. */
    async list(of: { provinceCode: string; office?: string | undefined }, nowSeconds: number): Promise<KeptRequest[]> {
      const rows = await rowsOf(client, {
        TableName,
        // A key may not begin with nothing.
        KeyConditionExpression: `pk = :pk${of.office === undefined ? "" : " AND begins_with(sk, :sk)"}`,
        ExpressionAttributeValues: { ":pk": requestKey({ ...of, unit: "", id: "" }).pk, ...(of.office === undefined ? {} : { ":sk": `${of.office}#` }) },
        ConsistentRead: true,
      });
      const found = rows.map((row) => requestRow.parse(row)).filter(({ expiresAtSeconds }) => expiresAtSeconds > nowSeconds);
      return found.toSorted((a, b) => (a.askedAt < b.askedAt ? 1 : -1));
    },

    /** Once, and in time. Whoever asked decides nothing, and nobody else takes. */
    move(request: ExportRequest, move: ExportMove, { by, now }: { by: string; now: Date }): Promise<boolean> {
      const { from, since, after } = exportMove(move, now);
      const isTaking = move === "taken";
      return updateIf(client, {
        TableName,
        Key: requestKey(request),
        UpdateExpression: isTaking ? "SET #state = :to, takenAt = :at" : "SET #state = :to, decidedAt = :at, decidedBy = :by",
        ConditionExpression: `#state = :from AND #since > :after AND askedBy ${isTaking ? "=" : "<>"} :by`,
        ExpressionAttributeNames: { "#state": "state", "#since": since },
        ExpressionAttributeValues: { ":to": move, ":from": from, ":after": after, ":at": now.toISOString(), ":by": by },
      });
    },
  };
}

export type ExportStore = ReturnType<typeof createExportStore>;
