import type { Hono } from "hono";
import { languages } from "../../../shared/language.ts";
import { apiPaths, appointmentSide, facilitiesPath, pagePath } from "../../../shared/paths.ts";
import type { Spending } from "../../platform/budget.ts";
import { publicApp, type SiteSettings } from "../../platform/public-app.tsx";
import type { DirectoryDeps } from "../list-facilities.ts";
import type { OwnDeps } from "../own-data.ts";
import { api } from "./api.ts";
import { appointmentPages } from "./appointment-pages.tsx";
import { facilityPages } from "./facility-pages.tsx";
import { lookupForm } from "./lookup-form.tsx";
import { registerForm } from "./register-form.tsx";

/** The public half of registration: the form, the look-up, one's own appointments, and the form's and look-up's JSON twin. */
export function createApp(deps: OwnDeps & DirectoryDeps & Spending, settings: SiteSettings): Hono {
  const app = publicApp(deps, settings);
  for (const language of languages) {
    const frame = { language, assetsVersion: settings.assetsVersion };
    app.route(pagePath(language, "register"), registerForm(deps, frame));
    app.route(pagePath(language, "lookup"), lookupForm(deps, frame));
    app.route(facilitiesPath(language), facilityPages(deps, frame));
    app.route(`${pagePath(language, "appointment")}/${appointmentSide}`, appointmentPages(deps, frame));
  }
  app.route(apiPaths.registrations, api(deps));
  return app;
}
