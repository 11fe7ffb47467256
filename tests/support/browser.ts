import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";

const flags = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--font-render-hinting=none", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

const onThisMachine = [
  process.env.CHROME_PATH,
  "/usr/bin/google-chrome",
  "/usr/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** A browser that is already here, else the one that npm brought, unpacked once into the project with the libraries it needs. */
async function executable(): Promise<string> {
  const found = onThisMachine.find((path) => path !== undefined && existsSync(path));
  if (found) return found;
  const folder = join(import.meta.dirname, "../../.build/chromium");
  mkdirSync(folder, { recursive: true });
  process.env.TMPDIR = folder;
  process.env.AWS_LAMBDA_JS_RUNTIME = "nodejs24.x";
  process.env.FONTCONFIG_FILE = fontsConfig(folder);
  const { default: packed } = await import("@sparticuz/chromium");
  return packed.executablePath();
}

/** The packed browser's own font settings name folders of a Lambda; without one font it dies on the first text box. */
function fontsConfig(folder: string): string {
  const file = join(folder, "fonts.conf");
  const folders = [join(folder, "fonts"), "/usr/share/fonts"].map((path) => `<dir>${path}</dir>`).join("");
  const text = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${folders}<cachedir>${join(folder, "fonts-cache")}</cachedir></fontconfig>`;
  // Written once, before the browser tests: another browser may be reading it now.
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);
  return file;
}

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await executable(), args: flags, headless: true });
}

export type Visit = { width: 360 | 768 | 1280; script: boolean; dark?: boolean };

/** A fresh visitor: their own context, screen and settings. */
export async function visitor(browser: Browser, { width, script, dark }: Visit): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({
    viewport: { width, height: width === 360 ? 640 : 800 },
    javaScriptEnabled: script,
    locale: "vi-VN",
    colorScheme: dark ? "dark" : "light",
  });
  const page = await context.newPage();
  return { page, context };
}
