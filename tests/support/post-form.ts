import { pagePath, stepPath } from "../../shared/paths.ts";
import { steps, submitSlug } from "../../shared/registration/steps.ts";
import { typedInto } from "./form-fields.ts";
import type { ApplicationInput } from "./people.ts";

export type Post = (path: string, fields: [string, string][]) => Promise<Response> | Response;

const sealedIn = (html: string): string => /name="sealed" value="([^"]+)"/.exec(html)?.[1] ?? "";

/** Fills the form by plain posts, as a browser without script does, up to the summary; gives the summary page. */
export async function postToCheck(post: Post, application: ApplicationInput): Promise<string> {
  let html = "";
  let next: string | undefined = stepPath(application.language, steps[0]?.slug ?? "");
  for (;;) {
    const step = steps.find(({ slug }) => next?.endsWith(`/${slug}`));
    if (!step || !next) return html;
    const answer = await post(next, [...typedInto(step, application), ...(html ? [["sealed", sealedIn(html)] satisfies [string, string]] : [])]);
    html = await answer.text();
    if (answer.status !== 200) throw new Error(`${step.id}: ${answer.status} ${/class="error"[^>]*>(.*?)<\/p>/.exec(html)?.[1] ?? html.slice(0, 200)}`);
    next = /<form id="answers" method="post" action="([^"]+)"/.exec(html)?.[1];
  }
}

/** Sends the finished form; gives the receipt page's answer. */
export const postSubmit = (post: Post, application: ApplicationInput, checkPage: string) =>
  post(`${pagePath(application.language, "register")}/${submitSlug}`, [["sealed", sealedIn(checkPage)]]);
