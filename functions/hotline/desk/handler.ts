/**
 * Trigger  HTTP API: /desk/hotline, /desk/hotline/* (and under /en)
 * Reads    hotline, staff (who is signed in)   Writes  hotline, messages (promises only), staff (last seen)   Sends  nothing
 * If it fails  counsellors see that nothing was recorded for certain; a held caller goes back to the queue after ten minutes
 */
import { now } from "../../platform/clock.ts";
import { door } from "../../platform/door.ts";
import { readEnv } from "../../platform/env.ts";
import { ids } from "../../platform/ids.ts";
import { createKeeper } from "../../platform/keeper.ts";
import { createLog } from "../../platform/log.ts";
import { createOutbox } from "../../platform/outbox.ts";
import { createOwnTexts } from "../../platform/own-texts.ts";
import { rootKeyOf } from "../../platform/root-key.ts";
import { createSeal } from "../../platform/seal.ts";
import { createTableClient } from "../../platform/table.ts";
import { createStaffStore } from "../../staff/store.ts";
import { createHotlineStore } from "../store.ts";
import { createDeskApp } from "./app.tsx";
import { hotlineDeskEnv } from "./settings.ts";

const env = readEnv(hotlineDeskEnv);
const client = createTableClient();
const keeper = createKeeper(client, env.HOTLINE_TABLE, { area: "hotline", root: rootKeyOf(env.ROOT_KEY), now });
const deps = {
  store: createHotlineStore(client, env.HOTLINE_TABLE, createOutbox(env.MESSAGES_TABLE, createSeal(env.MESSAGES_SEAL_SECRET)), keeper),
  sessions: createStaffStore(client, env.STAFF_TABLE, createKeeper(client, env.STAFF_TABLE, { area: "staff", root: rootKeyOf(env.STAFF_ROOT_KEY), now })),
  seal: createSeal(env.HOTLINE_SEAL_SECRET),
  staffSeal: createSeal(env.STAFF_SEAL_SECRET),
  ids,
  log: createLog("hotline-desk"),
  now,
  siteOrigin: env.SITE_ORIGIN,
  way: env.SMS_WAY,
  texts: createOwnTexts(client, env.MESSAGES_TABLE, "hotline"),
};

export const handler = door(createDeskApp(deps, { siteOrigin: env.SITE_ORIGIN, assetsVersion: env.ASSETS_VERSION }), deps.log);
