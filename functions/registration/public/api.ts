import { Hono, type Context } from "hono";
import { idempotencyKeySchema } from "../../../shared/api-schemas.ts";
import { localDate, secondsToMidnight } from "../../../shared/calendar/local-time.ts";
import { parsePhone } from "../../../shared/contact/phone.ts";
import { apiPaths } from "../../../shared/paths.ts";
import { parseReference } from "../../../shared/reference.ts";
import { codeAskSchema, codeRequestSchema, tokenRequestSchema, tokenSchema } from "../../../shared/registration/api-schemas.ts";
import { checkApplication } from "../../../shared/registration/law-rules.ts";
import { receiptSchema, statusSchema } from "../../../shared/registration/receipt.ts";
import { words } from "../../../web/words/words.ts";
import type { Spending } from "../../platform/budget.ts";
import { admit, secondsUntil, sentProof } from "../../platform/challenge.ts";
import { NotProven, Paused, TooSoon } from "../../platform/errors.ts";
import { pointed, readJson, readShape, readerLanguage } from "../../platform/json.ts";
import { problem } from "../../platform/problem.ts";
import { admitNew } from "../admit-new.ts";
import type { Deps } from "../deps.ts";
import { openStatus, readStatus, referenceOf } from "../open-status.ts";
import { requestCode } from "../request-code.ts";
import { submit } from "../submit.ts";
import { withdraw } from "../withdraw.ts";

/** The JSON door: same schemas and verbs as the pages. */
export function api(deps: Deps & Spending): Hono {
  const app = new Hono();

  app.post("/", async (c) => {
    const { api: t, errors } = words[readerLanguage(c)];
    const key = idempotencyKeySchema.safeParse(c.req.header("idempotency-key"));
    if (!key.success) return problem(c, { status: 400, ...t.idempotencyKey });
    const body = await readJson(c);
    if (body instanceof Response) return body;
    const { application, issues } = checkApplication(body.value, localDate(deps.now()));
    if (!application) return problem(c, { status: 422, ...t.invalid, errors: pointed(errors, issues) });
    await admitNew(deps, key.data, sentProof(c));
    const { receipt, outcome } = await submit(deps, { application, idempotencyKey: key.data });
    if (outcome === "changedSince") return problem(c, { status: 422, ...t.keyReused });
    const headers = { Location: `${apiPaths.registrations}/${receipt.reference}` };
    return c.json(receiptSchema.parse(receipt), outcome === "received" ? 201 : 200, headers);
  });

  app.post("/:reference/codes", async (c) => {
    const t = words[readerLanguage(c)].api;
    const body = await readShape(c, codeRequestSchema);
    if (body instanceof Response) return body;
    const pair = readPair(c.req.param("reference"), body.phone);
    if (!pair) return problem(c, { status: 422, ...t.invalidPair });
    await admit(deps, { act: "codes", what: `${pair.reference}|${pair.phone}`, proof: sentProof(c), targets: [["asksOfPhone", pair.phone]] });
    try {
      const ask = await requestCode(deps, { ...pair, language: body.language ?? readerLanguage(c) });
      return c.json(codeAskSchema.parse({ ask }), 202);
    } catch (thrown) {
      if (thrown instanceof Paused) return problem(c, { status: 429, ...words[readerLanguage(c)].challenge.api.paused }, { "Retry-After": String(secondsUntil(thrown.until, deps.now())) });
      if (thrown instanceof TooSoon) return problem(c, { status: 429, ...t.tooSoon }, { "Retry-After": String(thrown.message === "day" ? secondsToMidnight(deps.now()) : 30) });
      throw thrown;
    }
  });

  app.post("/:reference/tokens", async (c) => {
    const body = await readShape(c, tokenRequestSchema);
    if (body instanceof Response) return body;
    const pair = readPair(c.req.param("reference"), body.phone);
    if (!pair) return problem(c, { status: 422, ...words[readerLanguage(c)].api.invalidPair });
    await admit(deps, { act: "guesses", what: `${pair.reference}|${pair.phone}`, proof: sentProof(c) });
    return proven(c, async () => {
      const { token, tokenExpiresAt } = await openStatus(deps, { ...pair, ask: body.ask, code: body.code });
      return c.json(tokenSchema.parse({ token, expiresAt: tokenExpiresAt }), 201);
    });
  });

  app.get("/:reference", (c) => proven(c, async () => c.json(statusSchema.parse((await readStatus(deps, bearer(c))).status))));
  app.post("/:reference/withdrawal", (c) => proven(c, async () => c.json(statusSchema.parse((await withdraw(deps, bearer(c))).status))));
  return app;

  /** The token of the request, if it was given for the application in the address. */
  function bearer(c: Context): string {
    const token = /^Bearer (\S+)$/.exec(c.req.header("authorization") ?? "")?.[1] ?? "";
    if (referenceOf(deps, token) !== parseReference(c.req.param("reference") ?? "")) throw new NotProven("token");
    return token;
  }
}

async function proven(c: Context, answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer();
  } catch (thrown) {
    if (thrown instanceof NotProven) return problem(c, { status: 401, ...words[readerLanguage(c)].api.notProven }, { "WWW-Authenticate": "Bearer" });
    throw thrown;
  }
}

function readPair(reference: string, phone: string): { reference: string; phone: string } | null {
  const pair = { reference: parseReference(reference), phone: parsePhone(phone)?.e164 };
  return pair.reference && pair.phone ? { reference: pair.reference, phone: pair.phone } : null;
}
