/**
 * Forgets a person of the registrations table. Which rows lead to them by hashes is the verb's to say (erase.ts): the table cannot tell.
 *
 * | pattern  | call                                | cost                                                     |
 * |----------|-------------------------------------|----------------------------------------------------------|
 * | open     | Query of one key                    | 1 RCU a 4 kB                                             |
 * | erase    | TransactWriteItems of all but events | 2 WCU a row begun kB, about 20 rows                     |
 * | shorten  | UpdateItem, DeleteItem              | 1 WCU each                                               |
 */
import { DeleteCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { MessageRef } from "../../shared/messages/message.ts";
import { actNames } from "../../shared/registration/acts.ts";
import { storedApplicationSchema } from "../../shared/registration/application.ts";
import { unitOf } from "../../shared/registration/case.ts";
import { applicationHeadSchema } from "../../shared/registration/standing.ts";
import { createForgetting } from "../platform/forgetting.ts";
import type { DataKey, Keeper } from "../platform/keeper.ts";
import type { Outbox } from "../platform/outbox.ts";
import { transact, updateIf } from "../platform/table.ts";
import { chainMark, createTrails } from "../platform/trail.ts";
import { requestKey } from "./export-store.ts";
import { historyKey, historyMark } from "./history-store.ts";
import { applicationKey, appointmentKey, entryKey, eventsIn, findKey, linkKey, lookMark, openApplication, openAppointments, submissionKey } from "./store.ts";

/** An application as far as forgetting it needs to know it. */
const toForget = z.object({ ...applicationHeadSchema.shape, application: storedApplicationSchema, sentAs: z.string().optional() });

const moves: ReadonlySet<string> = new Set(["submitted", ...actNames]);
/** When it last moved: looks, and what is asked about it, do not make it live longer. */
const lastMove = (key: DataKey, rows: readonly Record<string, unknown>[]): string =>
  eventsIn(key, rows.filter(({ sk }) => String(sk).startsWith("EVENT#")))
    .flatMap(({ type, at }) => (moves.has(type) ? [at] : []))
    .reduce((late, at) => (at > late ? at : late), "");

/** Where somebody asked to take the application out of the desk: these rows name it. */
const exportsOf = (key: DataKey, rows: readonly Record<string, unknown>[]) =>
  eventsIn(key, rows.filter(({ sk }) => String(sk).startsWith(lookMark))).flatMap(({ type, office, facts }) =>
    type === "exportAsked" && office !== undefined ? [requestKey({ provinceCode: String(facts?.province), unit: office, id: String(facts?.request) })] : [],
  );

/** Hashes of what leads to an application, and the texts that may still wait. */
export type Leads = { ways: readonly string[]; links: readonly string[]; messages: readonly MessageRef[] };

const atOnce = 60;

export function createEraseStore(client: DynamoDBDocumentClient, TableName: string, outbox: Outbox, keeper: Keeper) {
  const trails = createTrails(client, TableName, "registrations");
  const forgetting = createForgetting(client, TableName);

  const open = async (reference: string) => {
    const { pk } = applicationKey(reference);
    const rows = await forgetting.rowsUnder(pk);
    const trail = trails.trailOf(await keeper.ring(), pk, rows.find(({ sk }) => sk === chainMark));
    const main = rows.find(({ sk }) => sk === "APPLICATION");
    if (!trail || !main) return null;
    const kept = toForget.parse(openApplication(trail.key, main));
    return { trail, kept, exports: exportsOf(trail.key, rows), appointments: openAppointments(trail.key, rows, new Date(0)), changedAt: lastMove(trail.key, rows), hasHistory: rows.some(({ sk }) => sk === historyMark) };
  };

  const removeAll = async (keys: readonly Record<string, string>[]): Promise<void> => {
    for (let from = 0; from < keys.length; from += atOnce) await transact(client, keys.slice(from, from + atOnce).map((Key) => ({ Delete: { TableName, Key } })));
  };

  return {
    forgetting,
    /** An application and all that stands under it; null when there is none. */
    open,

    /**
     * The application, its line, what leads to it and its key go in one write, and texts that may still wait are taken back; false when it has changed
     * since it was read. What stands beside it opens no more without the key, and goes when the chain is buried.
     */
    async erase({ trail, kept, exports }: Opened, { ways, links, messages }: Leads, { at, basis }: { at: Date; basis: string }): Promise<boolean> {
      const keys = [
        historyKey(kept.reference),
        ...ways.map((hash) => findKey(hash, kept.reference)),
        ...(kept.sentAs === undefined ? [] : [submissionKey(kept.sentAs)]),
        entryKey(unitOf(kept.office), kept.reference),
      ];
      // First, for nothing leads to them afterwards.
      await removeAll(exports);
      const failed = await transact(client, [
        { Delete: { TableName, Key: applicationKey(kept.reference), ConditionExpression: "version = :version", ExpressionAttributeValues: { ":version": kept.version } } },
        ...keys.map((Key) => ({ Delete: { TableName, Key } })),
        ...messages.map((message) => outbox.withdraw(message, "ended", at)),
        ...trails.end(await keeper.ring(), trail, { at: at.toISOString(), basis }),
      ]);
      // Many appointments have many ways to them, more than one write takes; they lead nowhere now, and would go by themselves.
      if (failed.length === 0) await removeAll(links.map(linkKey));
      return failed.length === 0;
    },

    /** What had a shorter life than the whole goes; the rest stays as it is. */
    async shorten(reference: string, { history, addressesOf }: { history: boolean; addressesOf: readonly string[] }): Promise<void> {
      if (history) await client.send(new DeleteCommand({ TableName, Key: historyKey(reference) }));
      for (const id of addressesOf) await updateIf(client, { TableName, Key: appointmentKey(reference, id), UpdateExpression: "REMOVE address", ConditionExpression: "attribute_exists(pk)" });
    },
  };
  type Opened = NonNullable<Awaited<ReturnType<typeof open>>>;
}
export type EraseStore = ReturnType<typeof createEraseStore>;
export type OpenedToErase = NonNullable<Awaited<ReturnType<EraseStore["open"]>>>;
