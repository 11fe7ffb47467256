import type { Hono } from "hono";
import { deskPagePath } from "../../../shared/hotline/desk-paths.ts";
import { languages } from "../../../shared/language.ts";
import { deskApp } from "../../staff/desk-app.tsx";
import { deskGuard, type DeskEnv, type GuardSettings } from "../../staff/desk-guard.tsx";
import type { DeskDeps } from "./deps.ts";
import { nowPages } from "./now-pages.tsx";
import { rosterPages } from "./roster-pages.tsx";

/** The counsellors' desk: whom to ring now, the call screen, the roster and the hand-over. */
export function createDeskApp(deps: DeskDeps, settings: GuardSettings): Hono<DeskEnv> {
  const app = deskApp(deps, settings);
  const guard = deskGuard({ sessions: deps.sessions, seal: deps.staffSeal, now: deps.now, log: deps.log }, settings, ["counsellor", "hotlineManager"]);
  app.use(guard);
  for (const language of languages) {
    const frame = { language, assetsVersion: settings.assetsVersion };
    app.route(deskPagePath(language), nowPages(deps, frame));
    app.route(deskPagePath(language), rosterPages(deps, frame));
  }
  return app;
}
