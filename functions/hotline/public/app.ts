import type { Hono } from "hono";
import type { HotlineLines } from "../../../shared/hotline/lines.ts";
import { languages } from "../../../shared/language.ts";
import { apiPaths, pagePath } from "../../../shared/paths.ts";
import type { Spending } from "../../platform/budget.ts";
import { publicApp, type SiteSettings } from "../../platform/public-app.tsx";
import type { Deps } from "../deps.ts";
import { api } from "./api.ts";
import { appointmentPages } from "./appointment-pages.tsx";
import { callbackForm } from "./callback-form.tsx";

/** The public half of the hotline: asking for a call, one's own appointment, and their JSON twin. */
export function createApp(deps: Deps & Spending, settings: SiteSettings & { lines: HotlineLines }): Hono {
  const app = publicApp(deps, settings);
  for (const language of languages) {
    const frame = { language, assetsVersion: settings.assetsVersion };
    app.route(pagePath(language, "callback"), callbackForm(deps, frame, settings.lines));
    app.route(pagePath(language, "appointment"), appointmentPages(deps, frame));
  }
  app.route(apiPaths.callbacks, api(deps));
  return app;
}
