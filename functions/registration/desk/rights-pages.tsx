import { Hono } from "hono";
import { readWork, workInputs } from "../../../shared/privacy/right-form.ts";
import { mayMoveRight, rightActs, type Right, type RightAct } from "../../../shared/privacy/rights.ts";
import { casePath, registrationDeskPages, registrationDeskPath } from "../../../shared/registration/desk-paths.ts";
import type { Frame } from "../../../web/components/layout.tsx";
import { RightActPage, RightsListPage } from "../../../web/pages/desk/rights.tsx";
import { one, readPosted, type Posted } from "../../platform/http.ts";
import type { DeskEnv } from "../../staff/desk-guard.tsx";
import { ChangedSince, NoCase, NotRecorded } from "../refusals.ts";
import { workRight } from "../work-right.ts";
import { versionIn, type AtCase, type TooLate } from "./at-case.ts";
import type { DeskDeps } from "./deps.ts";
import { deskOf, officerOf, type DeskContext } from "./desk-request.tsx";
import { saidOn, saying } from "./said.ts";

type Guarded = (handle: (at: AtCase) => Response | Promise<Response>) => (c: DeskContext) => Promise<Response>;

const perPage = 50;
const sayings = { recorded: "rightRecorded", repeated: "rightRepeated", erased: "rightErased" } as const;

/** The office's requests about data, by their clocks. They name nobody, so nothing is looked at. */
export function rightsList(deps: DeskDeps, frame: Frame): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>();
  app.get(registrationDeskPages.rights, async (c) => {
    const officer = await officerOf(c, deps, frame);
    if (officer instanceof Response) return officer;
    const rights = await deps.rights.listDue(officer.scope, perPage + 1);
    return c.html(<RightsListPage {...deskOf(c, frame, deps.now())} rights={rights.slice(0, perPage)} more={rights.length > perPage} said={saidOn(deps, c, frame)} />);
  });
  return app;
}

/** A form for each act about a request: answer it, put it off, carry it out. */
export function rightsPages(deps: DeskDeps, frame: Frame, atCase: Guarded, tooLate: TooLate): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>();
  const home = ({ opened }: AtCase): string => casePath(frame.language, opened.reference);
  const typedIn = (act: RightAct, posted: Posted): Record<string, string> => Object.fromEntries(workInputs[act].map((name) => [name, one(posted, name)]));
  const page = ({ c, opened }: AtCase, right: Right, act: RightAct, shown: Partial<Pick<Parameters<typeof RightActPage>[0], "typed" | "issues">> = {}, status: 200 | 422 = 200) =>
    c.html(<RightActPage {...deskOf(c, frame, deps.now())} opened={opened} right={right} act={act} typed={shown.typed ?? {}} issues={shown.issues ?? []} />, status);

  const findRight = async ({ c, opened }: AtCase): Promise<Right | undefined> => (await deps.rights.list(opened.reference)).find(({ id }) => id === c.req.param("id"));

  for (const act of rightActs) {
    const path = `/a/:reference/rights/:id/${act}`;
    app.get(
      path,
      atCase(async (at) => {
        const right = await findRight(at);
        return right && mayMoveRight(right, act, at.officer.roles) ? page(at, right, act) : at.c.redirect(home(at), 303);
      }),
    );
    app.post(
      path,
      atCase(async (at) => {
        const { c, officer, opened } = at;
        const right = await findRight(at);
        if (!right) return c.notFound();
        const posted = await readPosted(c);
        const typed = typedIn(act, posted);
        const { value: work, issues } = readWork(right, act, typed);
        if (!work) return page(at, right, act, { typed, issues }, 422);
        const { note, ...facts } = work;
        try {
          const said = await workRight(deps, { officer, reference: opened.reference, id: right.id, act, version: versionIn(posted), facts, note });
          return c.redirect(saying(deps, said === "erased" ? registrationDeskPath(frame.language, "rights") : home(at), sayings[said]), 303);
        } catch (thrown) {
          if (!(thrown instanceof ChangedSince || thrown instanceof NotRecorded || thrown instanceof NoCase)) throw thrown;
          return tooLate(at, typed);
        }
      }),
    );
  }
  return app;
}
