import { gzipSync } from "node:zlib";
import { assetsVersion } from "../../web/assets-version.ts";
import { languages, type Language } from "../../shared/language.ts";
import { assetPath, lookupPath, stepPath } from "../../shared/paths.ts";
import { provinces } from "../../shared/places/places.ts";
import { clearHistoryPath, historyPath } from "../../shared/registration/history-paths.ts";
import { historyParts } from "../../shared/registration/history.ts";
import { checkSlug, steps, submitSlug, type Step } from "../../shared/registration/steps.ts";
import { buildSite } from "../../web/build.tsx";
import { longestRightText } from "../../shared/privacy/right-form.ts";
import { rightKinds } from "../../shared/privacy/rights.ts";
import { unitOf } from "../../shared/registration/case.ts";
import { rightActPath } from "../../shared/registration/desk-paths.ts";
import { rightsPath } from "../../shared/privacy/rights-paths.ts";
import { officerOf, registrationDesk, type RegistrationDeskAtWork } from "../support/registration-desk.ts";
import { testPhone } from "../support/people.ts";
import { cameFrom, useUp } from "../support/proofs.ts";
import { typedInto } from "../support/form-fields.ts";
import type { ApplicationInput } from "../support/people.ts";
import { startWorld, type World } from "../support/world.ts";
import { oneself, relative } from "./applications.ts";
import { askIn } from "../support/pages.ts";
import { callbackJourney } from "./callback-pages.ts";
import { whole } from "./numbers.ts";
import { firstIn, pageVisitor, sealed, type Fields, type Page, type Visit } from "./page-visitor.ts";
import { printTable } from "./table.ts";

/** What a server may send before the first answer of the phone comes back: 10 segments of a bit over 1,400 bytes. */
const firstFlightBytes = 14_336;

const gzipped = (text: string): number => gzipSync(text).length;

/** Every page that is built ahead. */
function built(files: ReadonlyMap<string, string>): Page[] {
  const html = [...files].filter(([path]) => path.endsWith(".html"));
  return html.map(([path, text]) => {
    const language = path.startsWith("/en/") ? "en" : "vi";
    const name = path.replace(/^\/en\//, "/").replace(/\/index\.html$/, "") || "/";
    return { name, language, html: text, encoding: "" };
  });
}

const [largest] = provinces.toSorted((a, b) => b.communes.length - a.communes.length);

/** The step as it looks when it is answered with nothing, and with a commune that there is not. */
async function visitWrong(visit: Visit, path: string, step: Step, html: string): Promise<void> {
  if (step.fields.every((field) => field.optional)) return;
  await visit(path, sealed(html), 422);
  const commune = step.fields.find((field) => field.kind === "commune");
  if (commune?.kind !== "commune") return;
  const typed: Fields = [[commune.province, largest?.code ?? ""], [commune.name, "không có tên này"]];
  await visit(path, [...typed, ...sealed(html)], 422, `/dang-ky/${step.slug}, communes of ${largest?.name}`);
}

/** The whole form by posts, then receipt, code, status and withdrawal. */
async function journey(world: World, language: Language, application: ApplicationInput, seen: Page[]): Promise<void> {
  const visit = pageVisitor(world.app, language, seen);
  let html = "";
  for (const step of steps) {
    const fields = typedInto(step, application);
    if (fields.length === 0) continue;
    const path = stepPath(language, step.slug);
    await visitWrong(visit, path, step, html);
    html = await visit(path, [...fields, ...sealed(html)], 200);
  }
  await visit(stepPath(language, checkSlug), [["sealed", "altered"]], 410, "page that has expired");
  const check = sealed(html);
  const receipt = await visit(stepPath(language, submitSlug), check, 201, "receipt");
  await visit(stepPath(language, submitSlug), check, 200, "receipt, sent twice");
  await world.sweep();

  const pair: Fields = [["reference", firstIn(receipt, /class="code">(.{9})</)], ["phone", application.applicant?.phone ?? application.person.phone ?? ""]];
  await visit(lookupPath(language, "code"), [], 422, "look-up, with errors");
  const asked = await visit(lookupPath(language, "code"), pair, 200, "code");
  await visit(lookupPath(language, "code"), pair, 429, "code, asked too soon");
  await world.sweep();
  const code = firstIn((await world.texts()).at(-1)?.body ?? "", /(\d{6})/);
  await visit(lookupPath(language, "status"), [...pair, ["code", "wrong"]], 422, "code, with errors");
  const status = await visit(lookupPath(language, "status"), [...pair, ["ask", askIn(asked)], ["code", code]], 200, "status");
  const token: Fields = [["token", firstIn(status, /name="token" value="([^"]+)"/)]];
  await historyJourney(visit, language, token);
  await rightsJourney(registrationDesk(world), visit, language, { token, reference: (pair[0]?.[1] ?? "").replaceAll(" ", "") });
  await visit(lookupPath(language, "withdraw"), token, 200, "withdrawal");
  await visit(lookupPath(language, "withdraw"), [...token, ["confirmed", "yes"]], 200, "status, withdrawn");
}

/** Mẫu 33 with every box filled to its end, each part also with mistakes and overtaken by another page. */
async function historyJourney(visit: Visit, language: Language, token: Fields): Promise<void> {
  for (const part of historyParts) {
    const empty = await visit(historyPath(language, part), token, 200);
    const names = [...empty.matchAll(/<(?:input id|textarea id)="[^"]+" name="([^"]+)"/g)].map(([, name = ""]) => name);
    const answers = (text: string): Fields => [...token, ...names.map((name): [string, string] => [name, name.endsWith(".age") ? "45" : `${text} ${"Nguyễn Hoàng Phương ".repeat(10)}`.slice(0, 200)])];
    const saved = historyPath(language, part, "save");
    await visit(saved, [...token, ["version", "0"], ...names.map((name): [string, string] => [name, "<"])], 422);
    await visit(saved, [...answers("một"), ["version", "0"], ["go", "more"]], 200);
    await visit(saved, [...answers("hai"), ["version", "0"]], 409, `${historyPath("vi", part)}, overtaken`);
  }
  await visit(historyPath(language, "family", "save"), [...token, ["version", "1"], ...Array.from({ length: 10 }, (_, n): [string, string] => [`children.${n}.fullName`, "Nguyễn Hoàng Phương Thảo Nguyên"]), ["go", "more"]], 200, `${historyPath("vi", "family")}, ten children`);
  await visit(clearHistoryPath(language), token, 200);
  await visit(clearHistoryPath(language), [...token, ["confirmed", "yes"]], 200, "status, history cleared");
}

/** What can be asked about one's data, with mistakes and at length, and the data itself once the office has opened it. */
async function rightsJourney(desk: RegistrationDeskAtWork, visit: Visit, language: Language, { token, reference }: { token: Fields; reference: string }): Promise<void> {
  const path = rightsPath(language, "ask");
  await visit(rightsPath(language), token, 200);
  await visit(path, token, 422);
  const text = "Nguyễn Hoàng Phương ".repeat(50).slice(0, longestRightText);
  for (const kind of rightKinds) {
    const isLast = kind === "erase" || kind === "withdrawConsent";
    await visit(path, [...token, ["kind", kind], ["text", text]], 200, isLast ? `rights, before ${kind}` : "rights, asked for");
  }
  const office = officerOf(unitOf((await desk.caseOf(reference)).office));
  for (const [version, act] of (["accept", "carryOut"] as const).entries()) await desk.post(office, rightActPath("vi", reference, "view-1", act), [["version", String(version + 1)]]);
  await visit(rightsPath(language), token, 200, "rights, data opened");
  await visit(rightsPath(language, "data"), token, 200, "one's own data");
}

/** Every public page there is, in both languages: those built ahead, and those a walk through everything meets. */
export const publicPages = async (files: ReadonlyMap<string, string>): Promise<readonly Page[]> => [...built(files), ...(await walked())];

async function walked(): Promise<Page[]> {
  const world = await startWorld();
  const seen: Page[] = [];
  try {
    for (const language of languages)
      for (const application of [relative(language), oneself(language)]) {
        await journey(world, language, application, seen);
        world.forward(3_600_000);
      }
    const much = "198.51.100.7";
    await useUp(world.deps, much, "codes");
    for (const language of languages) await pageVisitor(world.app, language, seen, cameFrom(much))(lookupPath(language, "code"), [["reference", "K7M4Q9TX"], ["phone", testPhone(999)]], 429, "a proof first");
    for (const language of languages) await callbackJourney(world, language, pageVisitor(world.hotline.app, language, seen));
  } finally {
    await world.stop();
  }
  return seen;
}

/** First view of every page: HTML, styles and script, each as gzip sends it. */
export async function pages(): Promise<readonly string[]> {
  const version = assetsVersion();
  const files = await buildSite(version);
  const [css, script] = (["site.css", "site.js"] as const).map((file) => gzipped(files.get(assetPath(version, file)) ?? ""));
  const assets = (css ?? 0) + (script ?? 0);
  const all = await publicPages(files);
  const sizes = (name: string, language: Language) => {
    const same = all.filter((page) => page.name === name && page.language === language);
    return { gzip: Math.max(...same.map(({ html }) => gzipped(html))), plain: Math.max(...same.map(({ html }) => Buffer.byteLength(html))) };
  };
  const rows = [...new Set(all.map(({ name }) => name))].map((name) => ({ name, vi: sizes(name, "vi"), en: sizes(name, "en") }));
  const total = ({ vi, en }: (typeof rows)[number]) => Math.max(vi.gzip, en.gzip) + assets;
  const sorted = rows.toSorted((a, b) => total(b) - total(a));
  printTable(
    ["page (the larger of all ways through)", "vi html", "en html", "vi gzip", "en gzip", "first view", "of 14,336"],
    sorted.map((row) => [
      row.name,
      whole(row.vi.plain),
      whole(row.en.plain),
      whole(row.vi.gzip),
      whole(row.en.gzip),
      whole(total(row)),
      `${Math.round((100 * total(row)) / firstFlightBytes)} %`,
    ]),
  );
  console.log(`First view = the larger html gzip + site.css ${whole(css ?? 0)} + site.js ${whole(script ?? 0)} bytes gzip.`);
  const bare = all.filter(({ name, encoding }) => !name.startsWith("/") && !encoding).length;
  if (bare) console.log("The function answers without Content-Encoding: whether its pages travel as gzip is up to what stands before it.");
  const broken = sorted.filter((row) => total(row) > firstFlightBytes);
  console.log(broken.length ? `TOO LARGE: ${broken.length} of ${sorted.length} pages.` : `All ${sorted.length} pages fit.`);
  return broken.map((row) => `page ${row.name}: ${whole(total(row))} bytes, more than ${whole(firstFlightBytes)}`);
}
