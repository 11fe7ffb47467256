import { Hono } from "hono";
import { languages } from "../../../shared/language.ts";
import { apiPaths } from "../../../shared/paths.ts";
import { parseReference } from "../../../shared/reference.ts";
import { exportOf } from "../../../shared/registration/case-export.ts";
import { papersPath } from "../../../shared/registration/desk-paths.ts";
import { dossierCodes, paperFileName, type Paper } from "../../../shared/registration/papers.ts";
import { registrationRoles } from "../../../shared/staff/roles.ts";
import type { Frame } from "../../../web/components/layout.tsx";
import { deskApp } from "../../staff/desk-app.tsx";
import { deskGuard, type DeskEnv, type GuardSettings } from "../../staff/desk-guard.tsx";
import { officerOf, type DeskContext } from "../desk/desk-request.tsx";
import { exportPages } from "../export-pages.tsx";
import type { OpenRequest } from "../export-requests.ts";
import type { Officer } from "../scope.ts";
import type { PaperDeps } from "./deps.ts";
import { paperOf } from "./facts.ts";
import { makePaper } from "./make-paper.ts";
import { makeRegister } from "./make-register.ts";
import { takeOut } from "./take-out.ts";

/** What officers print or hand over: the papers of an application, its export, the register of their commune. */
export function createPapersApp(deps: PaperDeps, settings: GuardSettings): Hono<DeskEnv> {
  const app = deskApp(deps, settings);
  app.use(deskGuard({ sessions: deps.sessions, seal: deps.staffSeal, now: deps.now, log: deps.log }, settings, registrationRoles));
  for (const language of languages) app.route(papersPath(language), papers(deps, { language, assetsVersion: settings.assetsVersion }));
  return app;
}

function papers(deps: PaperDeps, frame: Frame): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>();

  /** Answers with what can be had; all else does not exist: an address that was guessed is answered as a wrong one, and written down. */
  const give = (find: (c: DeskContext, officer: Officer) => Promise<Response | null>) => async (c: DeskContext): Promise<Response> => {
    const officer = await officerOf(c, deps, frame);
    if (officer instanceof Response) return officer;
    const given = await find(c, officer);
    if (given) return given;
    deps.log.warn("CASE_REFUSED", { because: "notHere", method: c.req.method });
    return c.notFound();
  };

  const printed = async (c: DeskContext, paper: Paper | null): Promise<Response | null> => {
    if (!paper) return null;
    const bytes = await makePaper(paper, deps.fonts);
    return c.body(Uint8Array.from(bytes), 200, { "Content-Type": "application/pdf", "Content-Disposition": `inline; filename="${paperFileName(paper)}"` });
  };

  const asked = (c: DeskContext): string => parseReference(c.req.param("reference") ?? "") ?? "";

  for (const code of dossierCodes) {
    app.get(
      `/:reference/${code}.pdf`,
      give(async (c, officer) => printed(c, await takeOut(deps, { officer, reference: asked(c), paper: code }, (opened) => paperOf(opened, code, deps.now())))),
    );
  }

  const handOver = async (c: DeskContext, officer: Officer, request: OpenRequest): Promise<Response | null> => {
    if (request.kind === "register") return printed(c, await makeRegister(deps, { officer, year: request.year, request: request.id }));
    const { reference } = request;
    const schema = `${deps.siteOrigin}${apiPaths.exportSchema}`;
    const exported = await takeOut(deps, { officer, reference, paper: "export", request: request.id }, (opened) => exportOf(opened, { schema, now: deps.now() }));
    return exported && c.json(exported, 200, { "Content-Disposition": `attachment; filename="dv-${reference.slice(0, 4)}.json"` });
  };
  app.route("/", exportPages(deps, frame, { handOver, here: give }));
  return app;
}
