/**
 * Trigger  HTTP API: /dang-ky/*, /tra-cuu/*, /lich-hen/g/*, /co-so (and under /en), /api/registrations*
 * Reads    registrations   Writes  registrations, messages (promises only)   Sends  nothing
 * If it fails  the person sees that nothing was sent and may press the button again: the form's key keeps it one application
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
import { createFacilityStore } from "../facility-store.ts";
import { createOwnStore } from "../own-store.ts";
import { createRightsStore } from "../rights-store.ts";
import { createRegistrationStore } from "../store.ts";
import { createApp } from "./app.tsx";
import { registrationPublicEnv } from "./settings.ts";

const env = readEnv(registrationPublicEnv);
const client = createTableClient();
const keeper = createKeeper(client, env.REGISTRATIONS_TABLE, { area: "registrations", root: rootKeyOf(env.ROOT_KEY), now });
const store = createRegistrationStore(client, env.REGISTRATIONS_TABLE, createOutbox(env.MESSAGES_TABLE, createSeal(env.MESSAGES_SEAL_SECRET)), keeper);
const facilities = createFacilityStore(client, env.REGISTRATIONS_TABLE, keeper);
const seal = createSeal(env.SEAL_SECRET);
const budgets = createBudgets(client, env.REGISTRATIONS_TABLE, seal, { codesAnHour: env.CODES_AN_HOUR, codesADay: env.CODES_A_DAY });
const rights = createRightsStore(client, env.REGISTRATIONS_TABLE);
const own = createOwnStore(client, env.REGISTRATIONS_TABLE, keeper);
const deps = { store, facilities, rights, own, budgets, seal, ids, log: createLog("registration-public"), now, siteOrigin: env.SITE_ORIGIN, way: env.SMS_WAY };

export const handler = door(createApp(deps, { siteOrigin: env.SITE_ORIGIN, assetsVersion: env.ASSETS_VERSION }), deps.log);
