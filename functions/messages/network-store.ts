/**
 * What all senders must know together about the routes, in rows of the messages table.
 *
 * | rows                           | what                                             | cost of a use        |
 * |--------------------------------|--------------------------------------------------|----------------------|
 * | `NETWORK#<route>` RATE#<share> | until when its rate is given out                 | 1 RCU + 1 WCU a block |
 * | `NETWORK#<route>` HEALTH#<min> | tries, errors and slow answers, by ten seconds   | 1 WCU a try           |
 * | `NETWORK` ACTIVE               | which route texts take now                       | 0.5 RCU every 2 s     |
 */
import { GetCommand, QueryCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { updateIf } from "../platform/table.ts";
import { routeNames, type RouteName } from "./routes/route.ts";

const activeSchema = z.object({ route: z.enum(routeNames), switchedAt: z.string(), good: z.int(), version: z.int() });
/** Which route texts take. `good` counts the probes in a row that found the preferred one well again. */
export type ActiveRoute = z.infer<typeof activeSchema>;

export type Health = { tries: number; errors: number; slow: number };

const minuteMs = 60_000;
const tenSeconds = 10_000;
const healthKeptSeconds = 3_600;
const pkOf = (route: RouteName): string => `NETWORK#${route}`;
const minuteOf = (ms: number): string => new Date(Math.floor(ms / minuteMs) * minuteMs).toISOString().slice(0, 16);
const activeKey = { pk: "NETWORK", sk: "ACTIVE" };
const rounds = 20;
const mostAheadMs = 10 * minuteMs;

export function createNetworkStore(client: DynamoDBDocumentClient, tableName: string) {
  const get = async (Key: { pk: string; sk: string }): Promise<Record<string, unknown> | undefined> =>
    (await client.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }))).Item;

  return {
    /**
     * Takes `count` turns of a route's rate, one every `everyMs`; the time of the first comes back. None is taken, and null comes back,
     * when it would be more than `withinMs` away.
     */
    async reserve(route: RouteName, share: string, { count, everyMs, withinMs }: { count: number; everyMs: number; withinMs: number }, now: Date): Promise<number | null> {
      const Key = { pk: pkOf(route), sk: `RATE#${share}` };
      for (let round = 0; round < rounds; round += 1) {
        const given = z.number().catch(0).parse((await get(Key))?.until);
        // Given out by a clock that stood far ahead of this one, it binds nobody.
        const start = given - now.getTime() > mostAheadMs ? now.getTime() : Math.max(given, now.getTime());
        if (start - now.getTime() > withinMs) return null;
        const taken = await updateIf(client, {
          TableName: tableName,
          Key,
          UpdateExpression: "SET #until = :until",
          ConditionExpression: given === 0 ? "attribute_not_exists(pk)" : "#until = :given",
          ExpressionAttributeNames: { "#until": "until" },
          ExpressionAttributeValues: { ":until": start + count * everyMs, ...(given === 0 ? {} : { ":given": given }) },
        });
        if (taken) return start;
      }
      return null;
    },

    async record(route: RouteName, { error, slow }: { error: boolean; slow: boolean }, now: Date): Promise<void> {
      const bucket = Math.floor((now.getTime() % minuteMs) / tenSeconds);
      await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: { pk: pkOf(route), sk: `HEALTH#${minuteOf(now.getTime())}` },
          UpdateExpression: `SET expiresAtSeconds = :expires ADD tries${bucket} :one${error ? `, errors${bucket} :one` : ""}${slow ? `, slow${bucket} :one` : ""}`,
          ExpressionAttributeValues: { ":one": 1, ":expires": Math.floor(now.getTime() / 1_000) + healthKeptSeconds },
        }),
      );
    },

    /** The last 60 seconds of a route, to ten seconds. */
    async readHealth(route: RouteName, now: Date): Promise<Health> {
      const from = now.getTime() - minuteMs;
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
          ExpressionAttributeValues: { ":pk": pkOf(route), ":from": `HEALTH#${minuteOf(from)}`, ":to": `HEALTH#${minuteOf(now.getTime())}` },
          ConsistentRead: true,
        }),
      );
      const sum = (name: string): number =>
        Items.reduce((total, item) => {
          const begins = Date.parse(`${String(item.sk).slice("HEALTH#".length)}:00Z`);
          const counted = [0, 1, 2, 3, 4, 5].filter((bucket) => begins + (bucket + 1) * tenSeconds > from);
          return total + counted.reduce((some, bucket) => some + z.number().catch(0).parse(item[`${name}${bucket}`]), 0);
        }, 0);
      return { tries: sum("tries"), errors: sum("errors"), slow: sum("slow") };
    },

    async readActive(): Promise<ActiveRoute | null> {
      return activeSchema.safeParse(await get(activeKey)).data ?? null;
    },

    /** Writes the choice worked out from what was read; false when another sender has chosen meanwhile. */
    writeActive: (before: ActiveRoute | null, after: Omit<ActiveRoute, "version">): Promise<boolean> =>
      updateIf(client, {
        TableName: tableName,
        Key: activeKey,
        UpdateExpression: "SET #route = :route, switchedAt = :at, good = :good, version = :next",
        ConditionExpression: before ? "version = :version" : "attribute_not_exists(pk)",
        ExpressionAttributeNames: { "#route": "route" },
        ExpressionAttributeValues: {
          ":route": after.route,
          ":at": after.switchedAt,
          ":good": after.good,
          ":next": (before?.version ?? 0) + 1,
          ...(before ? { ":version": before.version } : {}),
        },
      }),
  };
}
export type NetworkStore = ReturnType<typeof createNetworkStore>;
