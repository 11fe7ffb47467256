import { Hono, type Context } from "hono";
import { readAsked } from "../../../shared/privacy/right-form.ts";
import { rightsActs } from "../../../shared/privacy/rights-paths.ts";
import { doneByItself, type Right } from "../../../shared/privacy/rights.ts";
import { mayMove } from "../../../shared/registration/state.ts";
import { frameWords, type Frame } from "../../../web/components/layout.tsx";
import { ProblemPage } from "../../../web/pages/problem.tsx";
import { ConfirmRightPage, OwnDataPage, RightsPage, rightIdName, rightKindName, rightTextName, type RightsView } from "../../../web/pages/rights.tsx";
import { NotProven } from "../../platform/errors.ts";
import { one, readPosted, type Posted } from "../../platform/http.ts";
import { askRight, moveOwnRight } from "../ask-right.ts";
import { lookMinutes, readStatus, type OpenedStatus } from "../open-status.ts";
import { ownData, type OwnDeps } from "../own-data.ts";
import { NotRecorded } from "../refusals.ts";

type Proven = { c: Context; posted: Posted; opened: OpenedStatus };
type Shown = Partial<Pick<RightsView, "typed" | "issues" | "said">>;

/** What the holder of a status token asks about their data, and what came of it. */
export function rightsPages(deps: OwnDeps, frame: Frame): Hono {
  const w = frameWords(frame).rights;
  const app = new Hono();

  const typedIn = (posted: Posted) => ({ kind: one(posted, rightKindName), text: one(posted, rightTextName) });

  const proven = (handle: (at: Proven) => Promise<Response>) => async (c: Context): Promise<Response> => {
    try {
      const posted = await readPosted(c);
      return await handle({ c, posted, opened: await readStatus(deps, one(posted, "token"), lookMinutes) });
    } catch (thrown) {
      if (!(thrown instanceof NotProven)) throw thrown;
      // Whoever posts something may have it back, whether or not the look has ended.
      const { text } = typedIn(await readPosted(c));
      return c.html(<ProblemPage frame={frame} kind="expired" startAgain="lookup" {...(text ? { typed: { title: w.text.label, lines: [text] } } : {})} />, 410);
    }
  };

  const page = async ({ c, opened }: Proven, shown: Shown = {}, code: 200 | 409 | 422 = 200): Promise<Response> => {
    const rights = await deps.rights.list(opened.status.reference);
    return c.html(<RightsPage frame={frame} token={opened.token} tokenExpiresAt={opened.tokenExpiresAt} rights={rights} now={deps.now()} {...shown} />, code);
  };

  /** As it stands now, where it is too late for what was pressed. */
  const unlessRefused = async (at: Proven, said: string, work: () => Promise<Response>): Promise<Response> => {
    try {
      return await work();
    } catch (thrown) {
      if (thrown instanceof NotRecorded) return page(at, { said }, 409);
      throw thrown;
    }
  };

  app.post("/", proven((at) => page(at)));

  app.post(
    `/${rightsActs.ask}`,
    proven(async (at) => {
      const { c, posted, opened } = at;
      const typed = typedIn(posted);
      const { value: asked, issues } = readAsked(typed);
      if (!asked) return page(at, { typed, issues }, 422);
      const { kind } = asked;
      const { reference, state } = opened.status;
      const endsAll = kind === "erase" || (kind === "withdrawConsent" && doneByItself(kind, mayMove("withdraw", state, ["applicant"])));
      if (endsAll && one(posted, "confirmed") !== "yes") return c.html(<ConfirmRightPage frame={frame} token={opened.token} kind={kind} text={typed.text} />);
      return unlessRefused(at, w.said.tooOften, async () => {
        const right: Right = await askRight(deps, { reference, ...asked });
        return page(at, { said: right.state === "done" ? w.said.done : w.said.asked });
      });
    }),
  );

  for (const move of ["takeBack", "lift"] as const) {
    app.post(
      `/${rightsActs[move]}`,
      proven((at) =>
        unlessRefused(at, w.said.closed, async () => {
          await moveOwnRight(deps, { reference: at.opened.status.reference, id: one(at.posted, rightIdName), move });
          return page(at, { said: w.said[move === "lift" ? "lifted" : "takenBack"] });
        }),
      ),
    );
  }

  app.post(
    `/${rightsActs.data}`,
    proven((at) => unlessRefused(at, w.said.notOpen, async () => at.c.html(<OwnDataPage frame={frame} token={at.opened.token} data={await ownData(deps, at.opened.status)} />))),
  );
  app.post(
    `/${rightsActs.download}`,
    proven((at) =>
      unlessRefused(at, w.said.notOpen, async () => {
        const data = await ownData(deps, at.opened.status);
        return at.c.body(JSON.stringify(data, null, 2), 200, { "Content-Type": "application/json; charset=UTF-8", "Content-Disposition": `attachment; filename="${rightsActs.download}"` });
      }),
    ),
  );
  return app;
}
