import type * as z from "zod";
import { sealedName } from "../../web/components/form-parts.tsx";
import { one, type Posted } from "./http.ts";
import type { Seal } from "./seal.ts";

const formHours = 4;

/** What travels between two pages of a form, in one sealed, expiring field. `purpose` keeps one form's field from opening in another. */
export const sealedForm = <T>(deps: { seal: Seal; now: () => Date }, purpose: string, schema: z.ZodType<T>) => ({
  closed: (state: T): string => deps.seal.close(purpose, state, new Date(deps.now().getTime() + formHours * 3_600_000)),
  /** Undefined when it was altered, belongs to another form, or is older than four hours. */
  opened: (posted: Posted): T | undefined => schema.safeParse(deps.seal.open(purpose, one(posted, sealedName), deps.now())).data,
});
