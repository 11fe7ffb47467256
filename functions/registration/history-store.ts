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
import { instantOf } from "../../shared/calendar/local-time.ts";
import { isExpired } from "../../shared/privacy/declarations.ts";
import type { Progress } from "../../shared/registration/course.ts";
import { historyStates } from "../../shared/registration/history-form.ts";
import { historyParts, historySchema, type History, type HistoryPart } from "../../shared/registration/history.ts";
import type { DataKey } from "../platform/keeper.ts";
import type { TransactItem } from "../platform/outbox.ts";
import { closeValue, openValue } from "../platform/sealed-row.ts";

const keptPart = z.strictObject({ version: z.int(), savedAt: z.iso.datetime(), filled: historySchema });
const keptHistorySchema = z.object({ self: keptPart.optional(), family: keptPart.optional(), past: keptPart.optional() } satisfies Record<HistoryPart, unknown>);
/** A part as it stands in the table. */
const sealedPart = z.object({ version: z.int(), savedAt: z.iso.datetime(), filled: z.unknown() });
export type KeptHistory = z.infer<typeof keptHistorySchema>;

/** What parts become, each with the version it was worked out from; `line` is the key the desk reached it by. */
export type HistoryChange = { what: "history"; reference: string; parts: readonly { part: HistoryPart; seen: number; filled: History }[]; savedAt: string; line?: Record<string, string> | undefined };

export const historyMark = "HISTORY";
export const historyKey = (reference: string) => ({ pk: `APPLICATION#${reference}`, sk: historyMark });

const sealedName = (part: HistoryPart): string => `${part}.filled`;

/** The parts of a row as they were filled in. */
export function openHistory(key: DataKey, row: Record<string, unknown>): KeptHistory {
  const at = { pk: String(row.pk), sk: historyMark };
  const parts = historyParts.flatMap((part) => {
    const kept = sealedPart.optional().parse(row[part]);
    return kept ? [[part, { ...kept, filled: openValue("registrations", key, at, sealedName(part), kept.filled) }]] : [];
  });
  return keptHistorySchema.parse(Object.fromEntries(parts));
}

/** All that was filled in; undefined when it is nothing. */
export function historyOf(kept: KeptHistory): History | undefined {
  const history = Object.assign({}, ...historyParts.map((part) => kept[part]?.filled));
  return Object.keys(history).length ? historySchema.parse(history) : undefined;
}

/** Whether what was filled in has had its time, and is shown to nobody any more. */
export const isHistoryOver = ({ course }: Pick<Progress, "course">, now: Date): boolean => course !== undefined && isExpired("history", { decided: instantOf(course.decidedOn, 0, 0).toISOString() }, now);

/** The writes of a change: it stands only while the application is not decided and, at the desk, still this office's. */
export function historyItems(TableName: string, { reference, parts, savedAt, line }: HistoryChange, application: Record<string, string>, key: DataKey): TransactItem[] {
  const states = Object.fromEntries(historyStates.map((state, n) => [`:s${n}`, state]));
  return [
    {
      Update: {
        TableName,
        Key: historyKey(reference),
        UpdateExpression: `SET #key = :key, ${parts.map((_, n) => `#p${n} = :p${n}`).join(", ")}`,
        ConditionExpression: parts.map(({ seen }, n) => (seen === 0 ? `attribute_not_exists(#p${n})` : `#p${n}.version = :v${n}`)).join(" AND "),
        ExpressionAttributeNames: { "#key": "key", ...Object.fromEntries(parts.map(({ part }, n) => [`#p${n}`, part])) },
        ExpressionAttributeValues: {
          ":key": key.wrapped,
          ...Object.fromEntries(parts.map(({ part, seen, filled }, n) => [`:p${n}`, { version: seen + 1, savedAt, filled: closeValue("registrations", key, historyKey(reference), sealedName(part), filled) }])),
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
