import { Hono, type Context } from "hono";
import { idempotencyKeySchema } from "../../../shared/api-schemas.ts";
import { secondsToMidnight } from "../../../shared/calendar/local-time.ts";
import { callbackReceiptSchema, checkCallback, offeredDaySchema } from "../../../shared/hotline/callback.ts";
import { appointmentPath } from "../../../shared/paths.ts";
import { words } from "../../../web/words/words.ts";
import type { Spending } from "../../platform/budget.ts";
import { sentProof } from "../../platform/challenge.ts";
import { pointed, readJson, readerLanguage } from "../../platform/json.ts";
import { problem } from "../../platform/problem.ts";
import { askCall } from "../ask-call.ts";
import type { Deps } from "../deps.ts";
import { AskedTooOften, NoSeat } from "../refusals.ts";
import { nextOffered, offeredDays } from "../seats.ts";

/** The JSON door: same schemas and verbs as the pages. */
export function api(deps: Deps & Spending): Hono {
  const app = new Hono();

  app.get("/slots", async (c) => c.json({ days: offeredDaySchema.array().parse(await offeredDays(deps)) }));

  app.post("/", async (c) => {
    const language = readerLanguage(c);
    const { api: t, hotline } = words[language];
    const key = idempotencyKeySchema.safeParse(c.req.header("idempotency-key"));
    if (!key.success) return problem(c, { status: 400, ...t.idempotencyKey });
    const body = await readJson(c);
    if (body instanceof Response) return body;
    const { request, issues } = checkCallback(body.value);
    if (!request) return problem(c, { status: 422, ...t.invalid, errors: pointed(hotline.errors, issues) });
    try {
      const { receipt, token, outcome } = await askCall(deps, { request, idempotencyKey: key.data, proof: sentProof(c) });
      if (outcome === "changedSince") return problem(c, { status: 422, ...t.keyReused });
      return c.json(callbackReceiptSchema.parse(receipt), outcome === "received" ? 201 : 200, { Location: appointmentPath(request.language, token) });
    } catch (thrown) {
      return refused(c, deps, thrown, request.slotId ?? "");
    }
  });
  return app;
}

async function refused(c: Context, deps: Deps, thrown: unknown, wished: string): Promise<Response> {
  const t = words[readerLanguage(c)].hotline;
  if (thrown instanceof AskedTooOften) return problem(c, { status: 429, ...t.api.tooOften }, { "Retry-After": String(secondsToMidnight(deps.now())) });
  if (!(thrown instanceof NoSeat)) throw thrown;
  const code = `slotId.${thrown.because}` as const;
  return problem(c, { status: 409, ...t.api.noSeat, errors: [{ pointer: "/slotId", code, detail: t.errors[code] }], alternatives: await nextOffered(deps, wished) });
}
