import { Hono } from "hono";
import type { Frame } from "../../../web/components/layout.tsx";
import type { DeskEnv } from "../../staff/desk-guard.tsx";
import { allPages } from "./all-pages.tsx";
import { dayPages } from "./day-pages.tsx";
import type { DeskDeps } from "./deps.ts";
import { overviewPages } from "./overview-pages.tsx";
import { shiftPages } from "./shift-pages.tsx";

/** The pages beside the list: the day, the week, the roster, the hand-over, and the check that nobody fell through. Behind the desk's guard, under its address. */
export const rosterPages = (deps: DeskDeps, frame: Frame): Hono<DeskEnv> =>
  new Hono<DeskEnv>().route("/", dayPages(deps, frame)).route("/", shiftPages(deps, frame)).route("/", overviewPages(deps, frame)).route("/", allPages(deps, frame));
