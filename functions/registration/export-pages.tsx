import { Hono } from "hono";
import * as z from "zod";
import { localDate } from "../../shared/calendar/local-time.ts";
import { parseReference } from "../../shared/reference.ts";
import { registrationDeskPath } from "../../shared/registration/desk-paths.ts";
import { exportReasonSchema } from "../../shared/registration/exports.ts";
import { registerYearOn } from "../../shared/registration/register-year.ts";
import type { Frame } from "../../web/components/layout.tsx";
import { AskExportPage, ExportsPage, reasonName } from "../../web/pages/desk/exports.tsx";
import { deskFrameWords } from "../../web/words/desk.ts";
import { one, readPosted } from "../platform/http.ts";
import { sayings } from "../platform/sayings.ts";
import type { DeskEnv } from "../staff/desk-guard.tsx";
import { deskOf, type DeskContext } from "./desk/desk-request.tsx";
import { askExport, placeOf, type Wanted } from "./export-ask.ts";
import { decideExport } from "./export-decide.ts";
import { listExports, type ExportDeps, type OpenRequest } from "./export-requests.ts";
import { takeExport } from "./export-take.ts";
import type { Officer } from "./scope.ts";

const { saying, readSaid } = sayings("desk-export-said", z.enum(["asked", "already", "agreed", "refused", "own", "tooLate"]));

/** The first year there is a law for. */
const firstYear = 2022;

type Given = {
  /** Answers for an officer; null is a wrong address. */
  here: (answer: (c: DeskContext, officer: Officer) => Promise<Response | null>) => (c: DeskContext) => Promise<Response>;
  /** Makes the thing itself, once it may be taken; null when it is no longer there. */
  handOver: (c: DeskContext, officer: Officer, request: OpenRequest) => Promise<Response | null>;
};

/** Asking for what carries identities, deciding on what others asked for, and taking it once. */
export function exportPages(deps: ExportDeps, frame: Frame, { here, handOver }: Given): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>();
  const listPath = registrationDeskPath(frame.language, "exports");
  const wording = { seal: deps.staffSeal, now: deps.now };
  const w = deskFrameWords(frame).registrationExports;

  const said = (c: DeskContext, what: Parameters<typeof saying>[2]): Response => c.redirect(saying(wording, listPath, what), 303);

  app.get(
    "/exports",
    here(async (c, officer) => {
      const done = readSaid(wording, c);
      return c.html(<ExportsPage {...deskOf(c, frame, deps.now())} requests={await listExports(deps, officer)} said={done && w.said[done]} />);
    }),
  );

  for (const decision of ["agreed", "refused"] as const)
    app.post(
      `/exports/:id/${decision}`,
      here(async (c, officer) => {
        const decided = await decideExport(deps, { officer, id: c.req.param("id") ?? "", decision });
        return decided && said(c, decided);
      }),
    );

  app.get("/exports/:id/:what", (c) => c.redirect(listPath, 303));
  app.post(
    "/exports/:id/taken",
    here(async (c, officer) => {
      const taken = await takeExport(deps, { officer, id: c.req.param("id") ?? "" });
      if (taken === "tooLate") return said(c, "tooLate");
      return taken && handOver(c, officer, taken);
    }),
  );

  const applicationIn = (c: DeskContext): Wanted => ({ kind: "application", reference: parseReference(c.req.param("reference") ?? "") ?? "" });
  const registerIn = (c: DeskContext): Wanted | null => {
    const latest = registerYearOn(localDate(deps.now()));
    const year = Number(/^\d{4}$/.exec(c.req.query("year") ?? String(latest))?.[0]);
    return year >= firstYear && year <= latest ? { kind: "register", year } : null;
  };

  for (const [path, wantedIn] of [["/:reference/export.json", applicationIn], ["/register.pdf", registerIn]] as const) {
    app.get(
      path,
      here(async (c, officer) => {
        const wanted = wantedIn(c);
        const place = wanted && (await placeOf(deps, officer, wanted));
        return wanted && place && c.html(<AskExportPage {...deskOf(c, frame, deps.now())} wanted={wanted} />);
      }),
    );
    app.post(
      path,
      here(async (c, officer) => {
        const wanted = wantedIn(c);
        if (!wanted || !(await placeOf(deps, officer, wanted))) return null;
        const typed = one(await readPosted(c), reasonName);
        const reason = exportReasonSchema.safeParse(typed);
        if (!reason.success) {
          const code = reason.error.issues[0]?.message;
          const error = code === "text.tooLong" || code === "text.characters" ? code : "missing";
          return c.html(<AskExportPage {...deskOf(c, frame, deps.now())} wanted={wanted} typed={typed} error={error} />, 422);
        }
        const asked = await askExport(deps, { officer, wanted, reason: reason.data });
        return asked && said(c, asked);
      }),
    );
  }
  return app;
}
