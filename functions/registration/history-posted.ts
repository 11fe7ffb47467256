import { seenVersionName } from "../../web/components/history-questions.tsx";
import { one, type Posted } from "../platform/http.ts";

/** Empty rows for children on a page that nobody asked for more of. */
export const childrenAhead = 2;

/** The version of a part that a form was made from; one that no part has when it names none. */
export const seenIn = (posted: Posted): number => Number(/^\d{1,9}$/.exec(one(posted, seenVersionName))?.[0] ?? -1);
