/**
 * Mẫu 33 as far as a family has filled it in: one row beside the application, each of its parts with a version of its own, so that two who fill in
 * different parts are not in each other's way. What was cleared leaves only its version.
 *
 * | pattern          | call                                                   | cost                                             |
 * |------------------|--------------------------------------------------------|--------------------------------------------------|
 * | findHistory      | GetItem, consistent                                    | 1 RCU a 4 kB                                     |
 * | a history change | part of `write` (store.ts): the row, the application, at the desk its line | 2 × (1 a kB + 3 + 1 for the check) WCU |
 */
import * as z from "zod";
import { historyStates } from "../../shared/registration/history-form.ts";
import { historyParts, historySchema, type History, type HistoryPart } from "../../shared/registration/history.ts";
import type { TransactItem } from "../platform/outbox.ts";

const keptPart = z.strictObject({ version: z.int(), savedAt: z.iso.datetime(), filled: historySchema });
export const keptHistorySchema = z.object({ self: keptPart.optional(), family: keptPart.optional(), past: keptPart.optional() } satisfies Record<HistoryPart, unknown>);
export type KeptHistory = z.infer<typeof keptHistorySchema>;

/** What parts become, each with the version it was worked out from; `line` is the key the desk reached it by. */
export type HistoryChange = { what: "history"; reference: string; parts: readonly { part: HistoryPart; seen: number; filled: History }[]; savedAt: string; line?: Record<string, string> | undefined };

export const historyMark = "HISTORY";
export const historyKey = (reference: string) => ({ pk: `APPLICATION#${reference}`, sk: historyMark });

/** All that was filled in; undefined when it is nothing. */
export function historyOf(row: unknown): History | undefined {
  const kept = row === undefined ? {} : keptHistorySchema.parse(row);
  const history = Object.assign({}, ...historyParts.map((part) => kept[part]?.filled));
  return Object.keys(history).length ? historySchema.parse(history) : undefined;
}

/** The writes of a change: it stands only while the application is not decided and, at the desk, still this office's. */
export function historyItems(TableName: string, { reference, parts, savedAt, line }: HistoryChange, application: Record<string, string>): TransactItem[] {
  const states = Object.fromEntries(historyStates.map((state, n) => [`:s${n}`, state]));
  return [
    {
      Update: {
        TableName,
        Key: historyKey(reference),
        UpdateExpression: `SET ${parts.map((_, n) => `#p${n} = :p${n}`).join(", ")}`,
        ConditionExpression: parts.map(({ seen }, n) => (seen === 0 ? `attribute_not_exists(#p${n})` : `#p${n}.version = :v${n}`)).join(" AND "),
        ExpressionAttributeNames: Object.fromEntries(parts.map(({ part }, n) => [`#p${n}`, part])),
        ExpressionAttributeValues: {
          ...Object.fromEntries(parts.map(({ seen, filled }, n) => [`:p${n}`, { version: seen + 1, savedAt, filled }])),
          ...Object.fromEntries(parts.flatMap(({ seen }, n) => (seen === 0 ? [] : [[`:v${n}`, seen]]))),
        },
      },
    },
    // An update and no bare check, for the public function may not make one; its own version is for what changes the application itself.
    {
      Update: {
        TableName,
        Key: application,
        UpdateExpression: "SET historySavedAt = :at",
        ConditionExpression: `#state IN (${Object.keys(states).join(", ")})`,
        ExpressionAttributeNames: { "#state": "state" },
        ExpressionAttributeValues: { ":at": savedAt, ...states },
      },
    },
    ...(line ? [{ ConditionCheck: { TableName, Key: line, ConditionExpression: "attribute_exists(pk)" } }] : []),
  ];
}
