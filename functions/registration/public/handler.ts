/**
 * Trigger  HTTP API: /dang-ky/*, /tra-cuu/*, /lich-hen/g/*, /co-so (and under /en), /api/registrations*
 * Reads    registrations   Writes  registrations, messages (promises only)   Sends  nothing
 * If it fails  the person sees that nothing was sent and may press the button again: the form's key keeps it one application
 */
import { now } from "../../platform/clock.ts";
import { door } from "../../platform/door.ts";
import { readEnv } from "../../platform/env.ts";
import { ids } from "../../platform/ids.ts";
import { createLog } from "../../platform/log.ts";
import { createOutbox } from "../../platform/outbox.ts";
import { createSeal } from "../../platform/seal.ts";
import { createTableClient } from "../../platform/table.ts";
import { createFacilityStore } from "../facility-store.ts";
import { createRegistrationStore } from "../store.ts";
import { createApp } from "./app.tsx";
import { registrationPublicEnv } from "./settings.ts";

const env = readEnv(registrationPublicEnv);
const client = createTableClient();
const store = createRegistrationStore(client, env.REGISTRATIONS_TABLE, createOutbox(env.MESSAGES_TABLE, createSeal(env.MESSAGES_SEAL_SECRET)));
const facilities = createFacilityStore(client, env.REGISTRATIONS_TABLE);
const deps = { store, facilities, seal: createSeal(env.SEAL_SECRET), ids, log: createLog("registration-public"), now, siteOrigin: env.SITE_ORIGIN, way: env.SMS_WAY };

export const handler = door(createApp(deps, { siteOrigin: env.SITE_ORIGIN, assetsVersion: env.ASSETS_VERSION }), deps.log);
