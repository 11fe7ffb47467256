/**
 * Trigger  schedule, every six hours
 * Reads    registrations   Writes  registrations (only takes away), messages (takes texts back)   Sends  nothing
 * If it fails  what has had its time is hidden all the same, and goes with the next run
 */
import middy from "@middy/core";
import { now } from "../../platform/clock.ts";
import { eachEvent } from "../../platform/correlation.ts";
import { readEnv } from "../../platform/env.ts";
import { createKeeper } from "../../platform/keeper.ts";
import { createLog } from "../../platform/log.ts";
import { runNightly } from "../../platform/nightly.ts";
import { createOutbox } from "../../platform/outbox.ts";
import { rootKeyOf } from "../../platform/root-key.ts";
import { createSeal } from "../../platform/seal.ts";
import { createTableClient } from "../../platform/table.ts";
import { createEraseStore } from "../erase-store.ts";
import { forgetDue } from "../forget-due.ts";
import { registrationNightlyEnv } from "./settings.ts";

const env = readEnv(registrationNightlyEnv);
const client = createTableClient();
const keeper = createKeeper(client, env.REGISTRATIONS_TABLE, { area: "registrations", root: rootKeyOf(env.ROOT_KEY), now });
const erasing = createEraseStore(client, env.REGISTRATIONS_TABLE, createOutbox(env.MESSAGES_TABLE, createSeal(env.MESSAGES_SEAL_SECRET)), keeper);
const deps = { erasing, seal: createSeal(env.SEAL_SECRET), log: createLog("registration-nightly"), now };

export const handler = middy<unknown, void>().handler(eachEvent(() => runNightly({ ...deps, area: "registrations", forgetting: erasing.forgetting }, (until) => forgetDue(deps, { until }))));
