/**
 * Trigger  HTTP API: /desk, /desk/sign-in/*, /desk/sign-out (and under /en)
 * Reads    staff   Writes  staff   Sends  nothing; asks the issuer who somebody is
 * If it fails  staff see a plain page and sign in again; what they typed at a desk waits in their tab
 */
import { now } from "../platform/clock.ts";
import { door } from "../platform/door.ts";
import { readEnv } from "../platform/env.ts";
import { createKeeper } from "../platform/keeper.ts";
import { createLog } from "../platform/log.ts";
import { rootKeyOf } from "../platform/root-key.ts";
import { createSeal } from "../platform/seal.ts";
import { createTableClient } from "../platform/table.ts";
import { createApp } from "./app.tsx";
import { createIssuer } from "./issuer.ts";
import { staffEnv } from "./settings.ts";
import { createStaffStore } from "./store.ts";

const env = readEnv(staffEnv);
const client = createTableClient();
const deps = {
  store: createStaffStore(client, env.STAFF_TABLE, createKeeper(client, env.STAFF_TABLE, { area: "staff", root: rootKeyOf(env.STAFF_ROOT_KEY), now })),
  issuer: createIssuer({ issuer: env.OIDC_ISSUER, clientId: env.OIDC_CLIENT_ID, signOutUrl: env.SIGN_OUT_URL, secondFactor: { claim: env.SECOND_FACTOR_CLAIM, values: env.SECOND_FACTOR_VALUES.split(" ") } }),
  seal: createSeal(env.SEAL_SECRET),
  log: createLog("staff"),
  now,
};

export const handler = door(createApp(deps, { siteOrigin: env.SITE_ORIGIN, assetsVersion: env.ASSETS_VERSION }), deps.log);
