import { beforeAll, describe, expect, test } from "vitest";
import { languages } from "../../shared/language.ts";
import { downPath, forgetHeader, forgetPath, pagePath } from "../../shared/paths.ts";
import { buildSite } from "../../web/build.tsx";
import { words } from "../../web/words/words.ts";
import { DeskProblemPage } from "../../web/pages/desk/problem.tsx";
import { publicPages } from "../bench/pages.ts";
import { textIn } from "../support/pages.ts";
import { publicTitle } from "../support/sound.ts";
import { tellingWordsIn } from "../support/neutral-words.ts";

const { vi } = words;

describe("every public page there is", () => {
  let pages: { name: string; language: string; html: string }[];
  beforeAll(async () => {
    pages = [...(await publicPages(await buildSite("v1")))];
  }, 120_000);
  const every = (look: (html: string) => unknown) => pages.map(({ name, language, html }) => [`${language} ${name}`, look(html)] as const);

  test("shows a stranger nothing in a tab, a list of apps, a bookmark or what is shared: a neutral title, a neutral picture, and no description", () => {
    expect(pages.length).toBeGreaterThan(150);
    const titles = new Set(pages.map(({ html }) => /<title>(.*?)<\/title>/.exec(html)?.[1] ?? "none"));
    for (const title of titles) {
      expect(title === vi.down.title || publicTitle.test(title), title).toBe(true);
      expect(tellingWordsIn(title), title).toEqual([]);
    }
    const telling = every((html) => (html.match(/<(?:meta|link)\b[^>]*>/g) ?? []).filter((tag) => !/name="(?:viewport|robots|color-scheme|format-detection)"|charset|rel="(?:stylesheet|icon)"/.test(tag)));
    expect(telling.filter(([, tags]) => Array.isArray(tags) && tags.length > 0)).toEqual([]);
    expect(new Set(every((html) => /rel="icon" href="([^"]+)"/.exec(html)?.[1] ?? "none").map(([, icon]) => String(icon).replace(/^\/assets\/[^/]+/, "")))).toEqual(new Set(["/icon.svg", "none"]));
  });

  test("can be left by one press, without script, for the everyday page", () => {
    const without = every((html) => /<a class="exit" href="(?:\/en)?\/thoat" rel="noreferrer"/.test(html)).filter(([, has]) => !has);
    expect(without.map(([name]) => name)).toEqual(["vi /thoat", "en /thoat"]);
  });

  test("has nothing of what is typed sent away to be spelt", () => {
    expect(every((html) => /<html lang="(?:vi|en)" spellcheck="false"/.test(html)).filter(([, has]) => !has)).toEqual([]);
    expect(every((html) => /spellcheck="(?!false")/.test(html)).filter(([, has]) => has)).toEqual([]);
  });

  test("asks the browser to remember nothing that is typed", () => {
    const remembered = every((html) => (html.match(/<form\b.*?<\/form>/gs) ?? []).filter((form) => /<(?:input|select|textarea)\b(?![^>]*type="hidden")/.test(form) && !/^<form [^>]*autocomplete="off"/.test(form)).length);
    expect(remembered.filter(([, forms]) => forms !== 0)).toEqual([]);
    expect(new Set(every((html) => html.match(/<(?:input|select|textarea)\b[^>]*autocomplete="([^"]+)"/g)?.map((tag) => /autocomplete="([^"]+)"/.exec(tag)?.[1])).flatMap(([, found]) => found))).toEqual(new Set([undefined, "off", "one-time-code"]));
  });
});

test("a desk's page sends nothing to be spelt or translated: names and notes stand in it", () => {
  for (const language of languages) {
    const page = String(DeskProblemPage({ frame: { language, assetsVersion: "v1" }, kind: "notFound" }));
    expect(page).toContain(`<html lang="${language}" spellcheck="false" translate="no">`);
    expect(page).toContain('<meta name="google" content="notranslate"');
  }
});

test("the everyday page has no word of us, no link and no script, and its picture is what makes the browser forget", async () => {
  const files = await buildSite("v1");
  for (const language of languages) {
    const page = files.get(`${pagePath(language, "exit")}/index.html`) ?? "";
    expect(tellingWordsIn(textIn(page))).toEqual([]);
    expect(page).not.toMatch(/Đường Về|<script|<a |icon\.svg/);
    expect(page).toContain(`<img src="${forgetPath}" alt=""`);
  }
  expect(files.get(forgetPath)).toMatch(/^<svg [^>]*\/>$/);
  expect(forgetHeader).toEqual({ name: "Clear-Site-Data", value: '"cache", "storage"' });
  expect(files.get(downPath)).toContain('href="/thoat"');
});
