/**
 * Trigger  HTTP API: /desk/registrations, /desk/registrations/* (and under /en)
 * Reads    registrations, staff (who is signed in)   Writes  registrations, messages (promises only), staff (last seen)   Sends  nothing
 * If it fails  officers see that nothing was recorded for certain; clocks run on, and what was typed is sent again
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
import { createCaseStore } from "../case-store.ts";
import { createFacilityStore } from "../facility-store.ts";
import { createEraseStore } from "../erase-store.ts";
import { erase, type Erasing } from "../erase.ts";
import { createListLooks } from "../list-look-store.ts";
import { createRightsStore } from "../rights-store.ts";
import { createRegistrationStore } from "../store.ts";
import { createDeskApp } from "./app.tsx";
import { registrationDeskEnv } from "./settings.ts";

const env = readEnv(registrationDeskEnv);
const client = createTableClient();
const keeper = createKeeper(client, env.REGISTRATIONS_TABLE, { area: "registrations", root: rootKeyOf(env.ROOT_KEY), now });
const erasing = createEraseStore(client, env.REGISTRATIONS_TABLE, createOutbox(env.MESSAGES_TABLE, createSeal(env.MESSAGES_SEAL_SECRET)), keeper);
const deps = {
  store: createRegistrationStore(client, env.REGISTRATIONS_TABLE, createOutbox(env.MESSAGES_TABLE, createSeal(env.MESSAGES_SEAL_SECRET)), keeper),
  cases: createCaseStore(client, env.REGISTRATIONS_TABLE, keeper),
  listLooks: createListLooks(client, env.REGISTRATIONS_TABLE, keeper),
  rights: createRightsStore(client, env.REGISTRATIONS_TABLE),
  facilities: createFacilityStore(client, env.REGISTRATIONS_TABLE, keeper),
  sessions: createStaffStore(client, env.STAFF_TABLE, createKeeper(client, env.STAFF_TABLE, { area: "staff", root: rootKeyOf(env.STAFF_ROOT_KEY), now })),
  seal: createSeal(env.SEAL_SECRET),
  staffSeal: createSeal(env.STAFF_SEAL_SECRET),
  sent: createOwnTexts(client, env.MESSAGES_TABLE, "registration"),
  erase: (asked: Erasing) => erase({ ...deps, erasing }, asked),
  ids,
  log: createLog("registration-desk"),
  now,
  siteOrigin: env.SITE_ORIGIN,
  way: env.SMS_WAY,
};

export const handler = door(createDeskApp(deps, { siteOrigin: env.SITE_ORIGIN, assetsVersion: env.ASSETS_VERSION }), deps.log);
