/**
 * Trigger  schedule, every minute
 * Reads    messages (due index)   Writes  messages   Sends  SMS
 * If it fails  the next minute finds what is still due
 */
import middy from "@middy/core";
import { eachEvent } from "../../platform/correlation.ts";
import { sweep } from "../sweep.ts";
import { createDeps } from "./deps.ts";

const waitMs = 15_000;
const { deps, sweepMs } = createDeps(waitMs);

export const handler = middy<unknown, void>().handler(eachEvent(() => sweep(deps, sweepMs)));
