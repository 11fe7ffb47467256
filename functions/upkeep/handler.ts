/**
 * Trigger  schedule, once a day
 * Reads    nothing   Writes  nothing   Sends  nothing; what it finds is in its log
 * If it fails  the next day finds the same
 */
import middy from "@middy/core";
import { now } from "../platform/clock.ts";
import { eachEvent } from "../platform/correlation.ts";
import { createLog } from "../platform/log.ts";
import { checkCalendar } from "./check-calendar.ts";

const deps = { log: createLog("upkeep"), now };

export const handler = middy<unknown, void>().handler(eachEvent(() => checkCalendar(deps)));
