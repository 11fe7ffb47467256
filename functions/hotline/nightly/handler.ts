/**
 * Trigger  schedule, every six hours
 * Reads    hotline   Writes  hotline (only takes away)   Sends  nothing
 * If it fails  what has had its time is hidden all the same, and goes with the next run
 */
import middy from "@middy/core";
import { now } from "../../platform/clock.ts";
import { eachEvent } from "../../platform/correlation.ts";
import { readEnv } from "../../platform/env.ts";
import { createKeeper } from "../../platform/keeper.ts";
import { createLog } from "../../platform/log.ts";
import { runNightly } from "../../platform/nightly.ts";
import { rootKeyOf } from "../../platform/root-key.ts";
import { createTableClient } from "../../platform/table.ts";
import { createEraseStore } from "../erase-store.ts";
import { forgetDue } from "../forget-due.ts";
import { hotlineNightlyEnv } from "./settings.ts";

const env = readEnv(hotlineNightlyEnv);
const client = createTableClient();
const erasing = createEraseStore(client, env.HOTLINE_TABLE, createKeeper(client, env.HOTLINE_TABLE, { area: "hotline", root: rootKeyOf(env.ROOT_KEY), now }));
const deps = { erasing, log: createLog("hotline-nightly"), now };

export const handler = middy<unknown, void>().handler(eachEvent(() => runNightly({ ...deps, area: "hotline", forgetting: erasing.forgetting }, (until) => forgetDue(deps, { until }))));
