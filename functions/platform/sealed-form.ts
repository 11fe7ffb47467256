import type * as z from "zod";
import { isOwnPhone, type Answers } from "../../shared/form/answers.ts";
import { sealedName } from "../../web/components/form-parts.tsx";
import { one, type Posted } from "./http.ts";
import type { Seal } from "./seal.ts";

const formHours = 4;
/** On a phone that nobody else uses the field is what a draft is made of, and a draft ends with it. */
const draftHours = 72;

/** What travels between two pages of a form, in one sealed, expiring field. `purpose` keeps one form's field from opening in another. */
export const sealedForm = <T extends { answers: Answers }>(deps: { seal: Seal; now: () => Date }, purpose: string, schema: z.ZodType<T>) => ({
  closed: (state: T): string => deps.seal.close(purpose, state, new Date(deps.now().getTime() + (isOwnPhone(state.answers) ? draftHours : formHours) * 3_600_000)),
  /** Undefined when it was altered, belongs to another form, or has expired. */
  opened: (posted: Posted): T | undefined => schema.safeParse(deps.seal.open(purpose, one(posted, sealedName), deps.now())).data,
});
