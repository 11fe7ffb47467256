import type { Hono } from "hono";
import { languages } from "../../../shared/language.ts";
import { registrationDeskPages, registrationDeskPath } from "../../../shared/registration/desk-paths.ts";
import { registrationRoles } from "../../../shared/staff/roles.ts";
import { deskApp } from "../../staff/desk-app.tsx";
import { deskGuard, type DeskEnv, type GuardSettings } from "../../staff/desk-guard.tsx";
import { casePages } from "./case-pages.tsx";
import { counterForm } from "./counter-form.tsx";
import type { DeskDeps } from "./deps.ts";
import { facilityPages } from "./facility-pages.tsx";
import { listPages } from "./list-pages.tsx";
import { rightsList } from "./rights-pages.tsx";

/** The officers' desk: applications by their clocks, each on its page, and the directory of facilities. */
export function createDeskApp(deps: DeskDeps, settings: GuardSettings): Hono<DeskEnv> {
  const app = deskApp(deps, settings);
  app.use(deskGuard({ sessions: deps.sessions, seal: deps.staffSeal, now: deps.now, log: deps.log }, settings, registrationRoles));
  for (const language of languages) {
    const frame = { language, assetsVersion: settings.assetsVersion };
    app.route(`${registrationDeskPath(language)}${registrationDeskPages.facilities}`, facilityPages(deps, frame));
    app.route(registrationDeskPath(language, "new"), counterForm(deps, frame));
    app.route(registrationDeskPath(language), listPages(deps, frame));
    app.route(registrationDeskPath(language), rightsList(deps, frame));
    app.route(registrationDeskPath(language), casePages(deps, frame));
  }
  return app;
}
