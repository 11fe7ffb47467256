/**
 * The registration function without a framework: the same verbs, store, seal, log, checks, words and pages as functions/registration/public.
 * Express and Fastify mount this, so that only what parses, routes and answers differs from ours. Their Hono is only hono/jsx, which our
 * pages are drawn with; the answers to mistakes are fewer than ours, and the safe headers are one object instead of middleware
 * (no helmet, no csrf package): what is left out is left out in their favour.
 */
import { createBudgets, type Spending } from "../../../functions/platform/budget.ts";
import { now } from "../../../functions/platform/clock.ts";
import { readEnv } from "../../../functions/platform/env.ts";
import { ids } from "../../../functions/platform/ids.ts";
import { createLog } from "../../../functions/platform/log.ts";
import { createOutbox } from "../../../functions/platform/outbox.ts";
import { createSeal } from "../../../functions/platform/seal.ts";
import { createTableClient } from "../../../functions/platform/table.ts";
import type { Deps } from "../../../functions/registration/deps.ts";
import { idempotencyKeySchema } from "../../../shared/api-schemas.ts";
import { registrationPublicEnv } from "../../../functions/registration/public/settings.ts";
import { createKeeper } from "../../../functions/platform/keeper.ts";
import { rootKeyOf } from "../../../functions/platform/root-key.ts";
import { createRegistrationStore } from "../../../functions/registration/store.ts";
import { submit } from "../../../functions/registration/submit.ts";
import { localDate } from "../../../shared/calendar/local-time.ts";
import { languages } from "../../../shared/language.ts";
import { apiPaths } from "../../../shared/paths.ts";
import { checkApplication } from "../../../shared/registration/law-rules.ts";
import { receiptSchema } from "../../../shared/registration/receipt.ts";
import { errorTexts } from "../../../web/words/error-texts.ts";
import { words } from "../../../web/words/words.ts";
import { safe, type Answered, type Door } from "./door.ts";
import { pageDoors } from "./page-doors.ts";

export const bodyTypes = ["application/json", "application/x-www-form-urlencoded"];

const json = (status: number, value: unknown, headers: Record<string, string> = {}): Answered => ({
  status,
  headers: { ...safe, "Content-Type": status < 400 ? "application/json" : "application/problem+json; charset=utf-8", ...headers },
  body: JSON.stringify(value),
});

const submitDoor = (deps: Deps): Door => ({
  path: apiPaths.registrations,
  answer: async ({ headers, body }) => {
    const t = words[/^en\b/i.test(String(headers["accept-language"])) ? "en" : "vi"];
    const key = idempotencyKeySchema.safeParse(headers["idempotency-key"]);
    if (!key.success) return json(400, t.api.idempotencyKey);
    const { application, issues } = checkApplication(JSON.parse(body), localDate(deps.now()));
    if (!application) return json(422, { ...t.api.invalid, errors: issues.map(({ path, code }) => ({ path, code, detail: errorTexts(t.errors, [code]).join(" ") })) });
    const { receipt, outcome } = await submit(deps, { application, idempotencyKey: key.data });
    if (outcome === "changedSince") return json(422, t.api.keyReused);
    return json(outcome === "received" ? 201 : 200, receiptSchema.parse(receipt), { Location: `${apiPaths.registrations}/${receipt.reference}` });
  },
});

const env = readEnv(registrationPublicEnv);
const client = createTableClient();
const keeper = createKeeper(client, env.REGISTRATIONS_TABLE, { area: "registrations", root: rootKeyOf(env.ROOT_KEY), now });
const store = createRegistrationStore(client, env.REGISTRATIONS_TABLE, createOutbox(env.MESSAGES_TABLE, createSeal(env.MESSAGES_SEAL_SECRET)), keeper);
const seal = createSeal(env.SEAL_SECRET);
const budgets = createBudgets(client, env.REGISTRATIONS_TABLE, seal, { codesAnHour: env.CODES_AN_HOUR, codesADay: env.CODES_A_DAY });
const deps: Deps & Spending = { store, budgets, seal, ids, log: createLog("registration-public"), now, siteOrigin: env.SITE_ORIGIN, way: env.SMS_WAY };

export const doors: readonly Door[] = [
  submitDoor(deps),
  ...languages.flatMap((language) => pageDoors(deps, { language, assetsVersion: env.ASSETS_VERSION })),
];
