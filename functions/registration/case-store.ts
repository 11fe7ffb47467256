/**
 * What the desk reads of the registrations table. An application is reached only through its line at the office that has it: whoever may not
 * see that office has no key to it.
 *
 * | pattern    | call                                                  | cost (RCU)                                         |
 * |------------|-------------------------------------------------------|----------------------------------------------------|
 * | findEntry  | GetItem, consistent                                   | 1                                                  |
 * | openCase   | GetItem of the line, then Query of one application    | 1 + 1 a 4 kB, about 3                              |
 * | look       | the event of a look, PutItem on condition of the line | 1 WCU + 1 for the check, twice in a transaction    |
 * | list       | Query of an index, one a state, at most `limit` each  | 0.5 a 4 kB, so about 1.5 a state whatever is stored |
 * | listYear   | Query of an index, one a state, all pages             | 0.5 a 4 kB of all lines the office ever had: once in a while, by hand |
 * | findByWay  | Query of one key                                      | 0.5                                                |
 * | officeOf   | GetItem of one attribute                              | 0.5–1                                              |
 */
import { GetCommand, QueryCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { daysAfter, type CivilDate } from "../../shared/calendar/civil-date.ts";
import { instantOf } from "../../shared/calendar/local-time.ts";
import { caseHeadSchema, entrySchema, orderOf, type Case, type CaseEvent, type Entry } from "../../shared/registration/case.ts";
import { officeSchema, type Office } from "../../shared/registration/receipt.ts";
import { applicationStates, type ApplicationState } from "../../shared/registration/state.ts";
import type { TransactItem } from "../platform/outbox.ts";
import { rowsOf } from "../platform/table.ts";
import type { Keeper, KeyRing } from "../platform/keeper.ts";
import { createTrails } from "../platform/trail.ts";
import { historyMark, historyOf, isHistoryOver, openHistory } from "./history-store.ts";
import { applicationKey, carriedKey, chained, entryKey, entryMark, eventsIn, findKey, listKey, lookMark, openApplication, openAppointments, openLine, type Event } from "./store.ts";

/** Whose lines: an office's own, or all of a province. */
export type Listed = { office: string } | { province: string };

const storedEntry = entrySchema.strip();
const wayRow = z.object({ sk: z.string(), ofPerson: z.literal(true).optional() });

const entryIn = (ring: KeyRing, item: Record<string, unknown>): Entry => storedEntry.parse(openLine(ring, item));

export function createCaseStore(client: DynamoDBDocumentClient, TableName: string, keeper: Keeper) {
  const trails = createTrails(client, TableName, "registrations");

  const findEntry = async (unit: string, reference: string): Promise<Entry | null> => {
    const { Item } = await client.send(new GetCommand({ TableName, Key: entryKey(unit, reference), ConsistentRead: true }));
    return Item ? entryIn(await keeper.ring(), Item) : null;
  };

  const readCase = async (reference: string): Promise<Case | null> => {
    const items = await rowsOf(client, { TableName, KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": applicationKey(reference).pk }, ConsistentRead: true });
    const main = items.find(({ sk }) => sk === "APPLICATION");
    if (!main) return null;
    const key = carriedKey(await keeper.ring(), main);
    const happened = items.filter(({ sk }) => String(sk).startsWith("EVENT#") || String(sk).startsWith(lookMark));
    const events = eventsIn(key, happened).toSorted((a, b) => (a.at === b.at ? (a.version ?? 0) - (b.version ?? 0) : a.at < b.at ? -1 : 1));
    const filled = items.find(({ sk }) => sk === historyMark);
    const head = caseHeadSchema.parse(openApplication(key, main));
    const history = filled && !isHistoryOver(head, keeper.now()) ? historyOf(openHistory(key, filled)) : undefined;
    return { ...head, appointments: openAppointments(key, items, keeper.now()), events, ...(history ? { history } : {}) };
  };

  return {
    findEntry,

    /** An application with all that belongs to it, if this office has it; null else. */
    async openCase(unit: string, reference: string): Promise<Case | null> {
      const entry = await findEntry(unit, reference);
      return entry && readCase(reference);
    },

    /** Writes down that somebody looked, before anything is shown, and what is to stand `beside` it; false when this office no longer has the application. */
    async look(unit: string, reference: string, event: Event, beside: readonly TransactItem[] = []): Promise<boolean> {
      const stillHere = { ConditionCheck: { TableName, Key: entryKey(unit, reference), ConditionExpression: "attribute_exists(pk)" } };
      const failed = await trails.write(await keeper.ring(), applicationKey(reference).pk, [chained(lookMark, event)], () => [stillHere, ...beside]);
      return failed?.length === 0;
    },

    /** Lines in the order of their clocks, from the one after `after` on: at most `limit` of each state, merged. `latestFirst` for what is over; `before`: only what comes before that order. */
    async list(of: Listed, states: readonly ApplicationState[], { after, before, limit, latestFirst = false }: { after?: string | undefined; before?: string; limit: number; latestFirst?: boolean }): Promise<Entry[]> {
      const [IndexName, unit] = "office" in of ? ["byOffice", of.office] : ["byProvince", of.province];
      const bound = before ?? after;
      const ring = await keeper.ring();
      const pages = states.map(async (state) => {
        const { Items = [] } = await client.send(
          new QueryCommand({
            TableName,
            IndexName,
            KeyConditionExpression: `#list = :list${bound === undefined ? "" : ` AND #order ${before !== undefined || latestFirst ? "<" : ">"} :bound`}`,
            ExpressionAttributeNames: { "#list": IndexName, ...(bound === undefined ? {} : { "#order": "order" }) },
            ExpressionAttributeValues: { ":list": listKey(unit, state), ...(bound === undefined ? {} : { ":bound": bound }) },
            ScanIndexForward: !latestFirst,
            Limit: limit,
          }),
        );
        return Items.map((item) => entryIn(ring, item));
      });
      const found = (await Promise.all(pages)).flat().toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
      return (latestFirst ? found.toReversed() : found).slice(0, limit);
    },

    /** All lines of an office that were received on one of these days or between them, whatever became of them. */
    async listYear(office: string, { from, to }: { from: CivilDate; to: CivilDate }): Promise<Entry[]> {
      const received = { ":from": instantOf(from, 0, 0).toISOString(), ":end": instantOf(daysAfter(to, 1), 0, 0).toISOString() };
      const found = applicationStates.map((state) =>
        rowsOf(client, {
          TableName,
          IndexName: "byOffice",
          KeyConditionExpression: "byOffice = :list",
          FilterExpression: "receivedAt >= :from AND receivedAt < :end",
          ExpressionAttributeValues: { ":list": listKey(office, state), ...received },
        }),
      );
      const ring = await keeper.ring();
      return (await Promise.all(found)).flat().map((row) => entryIn(ring, row));
    },

    /** The references a phone or paper leads to, by its hash; `ofPerson`, only where it is the paper of the person to be treated. */
    async findByWay(hash: string, { ofPerson = false } = {}): Promise<string[]> {
      const { Items = [] } = await client.send(
        new QueryCommand({ TableName, KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": findKey(hash, "").pk }, Limit: 100 }),
      );
      return Items.map((item) => wayRow.parse(item)).filter((way) => !ofPerson || way.ofPerson).map(({ sk }) => sk.slice(entryMark.length));
    },

    /** How this person gave that version of the application to another office; null if they did not. */
    async handedOnBy(reference: string, { staffId, version }: { staffId: string; version: number }): Promise<CaseEvent | null> {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: "pk = :pk AND begins_with(sk, :event)",
          ExpressionAttributeValues: { ":pk": applicationKey(reference).pk, ":event": "EVENT#" },
          ScanIndexForward: false,
          Limit: 50,
        }),
      );
      const ring = await keeper.ring();
      const trail = await trails.find(ring, applicationKey(reference).pk);
      return (trail ? eventsIn(trail.key, Items) : []).find((event) => event.type === "transfer" && event.version === version + 1 && event.staff?.staffId === staffId) ?? null;
    },

    async officeOf(reference: string): Promise<Office | null> {
      const { Item } = await client.send(new GetCommand({ TableName, Key: applicationKey(reference), ProjectionExpression: "office", ConsistentRead: true }));
      return Item ? officeSchema.parse(Item.office) : null;
    },
  };
}

export type CaseStore = ReturnType<typeof createCaseStore>;
