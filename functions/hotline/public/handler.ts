/**
 * Trigger  HTTP API: /hen-goi/*, /lich-hen/* (and under /en), /api/callbacks*
 * Reads    hotline   Writes  hotline, messages (promises only)   Sends  nothing
 * If it fails  the person sees that nothing was booked and may press the button again: the form's key keeps it one request
 */
import { createBudgets } from "../../platform/budget.ts";
import { now } from "../../platform/clock.ts";
import { door } from "../../platform/door.ts";
import { readEnv } from "../../platform/env.ts";
import { ids } from "../../platform/ids.ts";
import { createKeeper } from "../../platform/keeper.ts";
import { createLog } from "../../platform/log.ts";
import { createOutbox } from "../../platform/outbox.ts";
import { rootKeyOf } from "../../platform/root-key.ts";
import { createSeal } from "../../platform/seal.ts";
import { createTableClient } from "../../platform/table.ts";
import { createHotlineStore } from "../store.ts";
import { createApp } from "./app.ts";
import { hotlinePublicEnv } from "./settings.ts";

const env = readEnv(hotlinePublicEnv);
const client = createTableClient();
const keeper = createKeeper(client, env.HOTLINE_TABLE, { area: "hotline", root: rootKeyOf(env.ROOT_KEY), now });
const store = createHotlineStore(client, env.HOTLINE_TABLE, createOutbox(env.MESSAGES_TABLE, createSeal(env.MESSAGES_SEAL_SECRET)), keeper);
const seal = createSeal(env.HOTLINE_SEAL_SECRET);
const deps = { store, budgets: createBudgets(client, env.HOTLINE_TABLE, seal), seal, ids, log: createLog("hotline-public"), now, siteOrigin: env.SITE_ORIGIN, way: env.SMS_WAY };

export const handler = door(createApp(deps, { siteOrigin: env.SITE_ORIGIN, assetsVersion: env.ASSETS_VERSION, lines: env.HOTLINE_LINES }), deps.log);
