import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build, transform } from "esbuild";
import type { FC } from "hono/jsx";
import { languages } from "../shared/language.ts";
import { apiPaths, assetPath, downPath, forgetPath, pageNames, pagePath, type PageName } from "../shared/paths.ts";
import { provinces } from "../shared/places/places.ts";
import { readForm } from "../shared/registration/answers.ts";
import { firstStep } from "../shared/registration/steps.ts";
import type { Frame } from "./components/layout.tsx";
import { firstCallbackStep, readCallbackForm } from "../shared/hotline/steps.ts";
import { OpenAppointmentPage } from "./pages/appointment.tsx";
import { CallbackStepPage } from "./pages/callback.tsx";
import { ExitPage } from "./pages/exit.tsx";
import { DownPage } from "./pages/down.tsx";
import { describeApi, describeExport } from "./describe-api.ts";
import { HelpNowPage } from "./pages/help-now.tsx";
import { HomePage } from "./pages/home.tsx";
import { LookupPage } from "./pages/lookup.tsx";
import { PrivacyPage } from "./pages/privacy.tsx";
import { ProblemPage } from "./pages/problem.tsx";
import { StepPage } from "./pages/register.tsx";

const here = import.meta.dirname;

/** The first step needs no answer to be drawn, so it can be built ahead. */
const FirstStep: FC<{ frame: Frame }> = ({ frame }) => (
  <StepPage frame={frame} answers={{}} form={readForm({}, frame.language, "2026-07-01")} sealed="" step={firstStep} showIssues={false} />
);

const FirstCallbackStep: FC<{ frame: Frame }> = ({ frame }) => (
  <CallbackStepPage frame={frame} answers={{}} form={readCallbackForm({}, frame.language)} sealed="" step={firstCallbackStep} showIssues={false} now={new Date(0)} />
);

const pages: Record<PageName, FC<{ frame: Frame }>> = {
  home: HomePage,
  callback: FirstCallbackStep,
  appointment: OpenAppointmentPage,
  register: FirstStep,
  lookup: LookupPage,
  privacy: PrivacyPage,
  helpNow: HelpNowPage,
  exit: ExitPage,
};

/** A script as phones load it: one file with what it imports, in the language of browsers of 2018. */
async function scriptOf(name: string): Promise<string> {
  const { outputFiles } = await build({ entryPoints: [join(here, `scripts/${name}.ts`)], bundle: true, write: false, minify: true, format: "iife", target: "es2018" });
  return outputFiles[0]?.text ?? "";
}

/** Every page that is the same for everyone, with styles, script and descriptions of the API, as files by address. */
export async function buildSite(assetsVersion: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const language of languages) {
    const frame = { language, assetsVersion };
    for (const name of pageNames) {
      const Page = pages[name];
      const page = <Page frame={frame} />;
      files.set(join(pagePath(language, name), "index.html"), (await page).toString());
    }
    const missing = <ProblemPage frame={frame} kind="notFound" />;
    files.set(language === "vi" ? "/404.html" : "/en/404.html", (await missing).toString());
  }
  const down = <DownPage assetsVersion={assetsVersion} />;
  files.set(downPath, (await down).toString());
  // Loaded where a proof is asked for, or a draft is kept, and nowhere else.
  for (const name of ["challenge", "draft"] as const) files.set(assetPath(assetsVersion, `${name}.js`), await scriptOf(name));
  for (const part of ["site", "desk", "places"] as const) {
    const [css, script] = await Promise.all([transform(await readFile(join(here, `styles/${part}.css`), "utf8"), { loader: "css", minify: true }), scriptOf(part)]);
    files.set(assetPath(assetsVersion, `${part}.css`), css.code);
    files.set(assetPath(assetsVersion, `${part}.js`), script);
  }
  for (const { code, communes } of provinces) files.set(assetPath(assetsVersion, `places/${code}.json`), JSON.stringify(communes.map(({ name }) => name)));
  files.set(assetPath(assetsVersion, "icon.svg"), await readFile(join(here, "styles/icon.svg"), "utf8"));
  files.set(forgetPath, '<svg xmlns="http://www.w3.org/2000/svg"/>');
  files.set(apiPaths.description, JSON.stringify(describeApi(), null, 1));
  files.set(apiPaths.exportSchema, JSON.stringify(describeExport(), null, 1));
  return files;
}

/** Writes the site to a folder, replacing what was there. */
export async function writeSite(folder: string, assetsVersion: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const [path, content] of await buildSite(assetsVersion)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}
