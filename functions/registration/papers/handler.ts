/**
 * Trigger  HTTP API: /desk/registrations/papers/* (and under /en)
 * Reads    registrations, staff (who is signed in)   Writes  registrations (who looked, who asked to take identities out), staff (last seen)   Sends  nothing
 * If it fails  officers cannot print papers or hand an application over; nothing that was recorded is lost, and they ask again
 */
import { now } from "../../platform/clock.ts";
import { door } from "../../platform/door.ts";
import { readEnv } from "../../platform/env.ts";
import { ids } from "../../platform/ids.ts";
import { createKeeper } from "../../platform/keeper.ts";
import { createLog } from "../../platform/log.ts";
import { rootKeyOf } from "../../platform/root-key.ts";
import { createSeal } from "../../platform/seal.ts";
import { createTableClient } from "../../platform/table.ts";
import { createStaffStore } from "../../staff/store.ts";
import { createCaseStore } from "../case-store.ts";
import { createExportStore } from "../export-store.ts";
import { createPapersApp } from "./app.ts";
import { readFonts } from "./fonts.ts";
import { registrationPapersEnv } from "./settings.ts";

const env = readEnv(registrationPapersEnv);
const client = createTableClient();
const keeper = createKeeper(client, env.REGISTRATIONS_TABLE, { area: "registrations", root: rootKeyOf(env.ROOT_KEY), now });
const deps = {
  cases: createCaseStore(client, env.REGISTRATIONS_TABLE, keeper),
  exports: createExportStore(client, env.REGISTRATIONS_TABLE),
  sessions: createStaffStore(client, env.STAFF_TABLE, createKeeper(client, env.STAFF_TABLE, { area: "staff", root: rootKeyOf(env.STAFF_ROOT_KEY), now })),
  staffSeal: createSeal(env.STAFF_SEAL_SECRET),
  fonts: readFonts(),
  ids,
  log: createLog("registration-papers"),
  now,
  siteOrigin: env.SITE_ORIGIN,
};

export const handler = door(createPapersApp(deps, { siteOrigin: env.SITE_ORIGIN, assetsVersion: env.ASSETS_VERSION }), deps.log);
