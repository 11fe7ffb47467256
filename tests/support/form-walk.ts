import type { Language } from "../../shared/language.ts";
import { stepPath } from "../../shared/paths.ts";
import { firstStep, stepBySlug, submitSlug, type Step } from "../../shared/registration/steps.ts";
import { typedInto } from "./form-fields.ts";
import { actionIn, sealedIn } from "./pages.ts";
import type { ApplicationInput } from "./people.ts";
import type { World } from "./world.ts";

export type Page = { status: number; html: string; headers: Headers; sealed: string; /** The step shown; "gui" is the summary before sending. */ slug: string };

/** A form post as the plainest client makes it: no Origin, no Sec-Fetch-Site, no cookie. */
export async function plainPost(world: Pick<World, "app">, path: string, fields: Iterable<[string, string]>): Promise<Page> {
  const answer = await world.app.request(path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams([...fields]).toString(),
  });
  const html = await answer.text();
  return { status: answer.status, html, headers: answer.headers, sealed: sealedIn(html), slug: actionIn(html).split("/").at(-1) ?? "" };
}

export const withSealed = (sealed: string, fields: Iterable<[string, string]> = []): [string, string][] => [["sealed", sealed], ...fields];

type Walk = { language?: Language; to?: Step["id"] | "check"; seen?: (step: Step, page: Page) => void };

/** Answers the form page by page, each time the page that was shown, until the wanted one is. */
export async function walk(world: World, application: ApplicationInput, { language = "vi", to = "check", seen }: Walk = {}): Promise<Page> {
  let page = await plainPost(world, stepPath(language, firstStep.slug), typedInto(firstStep, application));
  for (let pages = 1; pages <= 40; pages += 1) {
    const step = stepBySlug(page.slug);
    if (page.slug === submitSlug ? to === "check" : step?.id === to) return page;
    if (!step || page.status !== 200) throw new Error(`the walk to ${to} ended at "${page.slug}" with ${page.status}`);
    seen?.(step, page);
    page = await plainPost(world, stepPath(language, step.slug), withSealed(page.sealed, typedInto(step, application)));
  }
  throw new Error(`the walk to ${to} has no end`);
}
