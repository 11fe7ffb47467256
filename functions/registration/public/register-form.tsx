import type { Env, Hono } from "hono";
import { localDate } from "../../../shared/calendar/local-time.ts";
import { ownPhone } from "../../../shared/form/answers.ts";
import { pagePath } from "../../../shared/paths.ts";
import { readForm } from "../../../shared/registration/answers.ts";
import { publicDoor } from "../../../web/components/form-door.tsx";
import type { Frame } from "../../../web/components/layout.tsx";
import { ProblemPage } from "../../../web/pages/problem.tsx";
import type { Spending } from "../../platform/budget.ts";
import { postedProof } from "../../platform/challenge.ts";
import { readPosted } from "../../platform/http.ts";
import { admitNew } from "../admit-new.ts";
import type { Deps } from "../deps.ts";
import { formPages } from "../form-pages.tsx";
import { submit } from "../submit.ts";

/** The form as everybody meets it, judged by the law of the day. Its first page is built ahead. */
export const registerForm = (deps: Deps & Spending, frame: Frame): Hono =>
  formPages<Env>(deps, frame, {
    purpose: "form",
    door: () => publicDoor(frame),
    beside: [ownPhone],
    judged: (answers) => readForm(answers, frame.language, localDate(deps.now())),
    send: async (c, { application, key }) => {
      await admitNew(deps, key, postedProof(await readPosted(c)));
      return submit(deps, { application, idempotencyKey: key });
    },
    expired: (c) => c.html(<ProblemPage frame={frame} kind="expired" startAgain="register" />, 410),
    opened: (c) => c.redirect(pagePath(frame.language, "register"), 303),
  });
