import type { Case, CaseEvent } from "../../../shared/registration/case.ts";
import { versionName } from "../../../web/pages/desk/registration-case.tsx";
import { one, type Posted } from "../../platform/http.ts";
import type { Officer } from "../scope.ts";
import type { DeskContext } from "./desk-request.tsx";

/** One request about an application that is the officer's to see. */
export type AtCase = { c: DeskContext; officer: Officer; unit: string; opened: Case };

/** Says that something is no longer possible, and gives back what was typed for it. */
export type TooLate = (at: AtCase, answers: Readonly<Record<string, string>>) => Promise<Response>;

/** The version a form was made from. */
export const versionIn = (posted: Posted): number => Number(/^\d{1,9}$/.exec(one(posted, versionName))?.[0] ?? -1);
/** What has happened since a version was seen, by whomever; looks are no news. */
export function newsSince({ events }: Pick<Case, "events">, version: number): CaseEvent[] {
  const isSeen = (event: CaseEvent) => event.version !== undefined && event.version <= version;
  const seenAt = events.findLast(isSeen)?.at ?? "";
  return events.filter((event) => event.type !== "lookedAt" && event.type !== "viewed" && (event.version === undefined ? event.at > seenAt : event.version > version));
}

/** The news for a form that was made from an older version; none for one that is not. */
export const newsAt = (opened: Case, version: number): { news?: CaseEvent[] } => (opened.version === version ? {} : { news: newsSince(opened, version) });
