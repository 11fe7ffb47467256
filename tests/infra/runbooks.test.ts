import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { slugOf } from "../../infra/kinds/slug.ts";
import { failureQueues } from "../../infra/operating/cloud.ts";
import { stages } from "../../infra/stages.ts";
import { functionNames, synth, synthTimeout, type Properties, type Synthesised } from "./support/synth.ts";

const root = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const deploy = read("infra/deploy.md");
const slugs = readdirSync(join(root, "infra/runbooks")).map((file) => file.replace(/\.md$/, ""));
const runbooks = slugs.map((slug) => [slug, read(`infra/runbooks/${slug}.md`)] as const);
const pages = [["deploy", deploy] as const, ...runbooks];

/** What a page names: the first group of each match, once. */
const named = (page: string, pattern: RegExp): string[] => [...new Set(Array.from(page.matchAll(pattern), ([, name = ""]) => name))];
const headingsOf = (page: string): string[] => named(page, /^#+ (.+)$/gm);
const without = (names: readonly string[], known: readonly string[]): string[] => names.filter((name) => !known.includes(name));
/** Those with which none of these begins: what CloudFormation names begins with what the stack calls it. */
const beginningNone = (prefixes: readonly string[], names: readonly string[]): string[] => prefixes.filter((prefix) => !names.some((name) => name.startsWith(prefix)));

const scripts = Object.keys(JSON.parse(read("package.json")).scripts);
const sources = readdirSync(join(root, "functions"), { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file));
const upperCase = /\b([A-Z]+(?:_[A-Z]+)+)\b/g;
const codes = sources.flatMap((file) => named(read(join("functions", file)), /"([A-Z]+(?:_[A-Z]+)+)"/g));

let prod: Synthesised;
beforeAll(() => {
  prod = synth("prod");
}, synthTimeout);

describe("whoever is woken", () => {
  it("is led by the alarm's last line to a page that exists, and each page has its alarm", () => {
    const led = prod.alarms.map(([, { Properties }]) => String(Properties.AlarmDescription).split("\n").at(-1));
    // What is no alarm, and wakes people all the same.
    const told = prod.ofType("AWS::Events::Rule").flatMap(([, { Properties }]) => Properties.Targets.flatMap(({ InputTransformer }: Properties) => InputTransformer?.InputTemplate.match(/https:\S+\.md/) ?? []));
    expect([...led, ...told].toSorted()).toEqual(slugs.map((slug) => `${stages.prod.runbooks}${slug}.md`).toSorted());
  });

  it.each(runbooks)("%s: finds the same headings on every page, and reads it in a minute", (slug, page) => {
    expect(headingsOf(page)).toEqual([slug, "What a person sees", "Likely causes", "What to do", "Afterwards"]);
    expect(page.split("\n").length).toBeLessThanOrEqual(60);
  });

  it.each(runbooks)("%s: finds only codes that functions log, pages that exist and parts of the deploy page that are there", (_, page) => {
    expect(without(named(page, upperCase), [...codes, "MESSAGES_TABLE"])).toEqual([]);
    expect(without(named(page, /([\w-]+)\.md/g), [...slugs, "deploy"])).toEqual([]);
    expect(without(named(page, /infra\/deploy\.md, "([^"]+)"/g), [...headingsOf(deploy), ...named(deploy, /\*\*([^*]+)\.\*\*/g)])).toEqual([]);
  });

  it("is told of every queue of failures how to replay it", () => {
    const queues = runbooks.flatMap(([, page]) => named(page, /--queue ([\w-]+)/g));
    expect(new Set(queues)).toEqual(new Set(Object.keys(failureQueues)));
  });
});

describe.each(pages)("%s.md", (_, page) => {
  it("names commands that exist", () => {
    expect(without(named(page, /npm run (?:-s )?([\w:-]+)/g), scripts)).toEqual([]);
  });

  it("names outputs, logs, functions, schedules and alarms that the stack has", () => {
    expect(without(named(page, /\$\(out (\w+)\)/g), Object.keys(prod.outputs))).toEqual([]);
    const logs = [...functionNames.map((name) => slugOf(prod.functions[name], "log").replaceAll("-", "")), "siteapilog"];
    expect(beginningNone(named(page, /\bask (\w+) ["']/g), logs)).toEqual([]);
    const functions = functionNames.map((name) => slugOf(prod.functions[name], "lambda").replaceAll("-", ""));
    expect(beginningNone(named(page, /\bfn (\w+)/g), functions)).toEqual([]);
    const schedules = prod.ofType("AWS::Events::Rule").map(([id]) => id);
    expect(beginningNone(named(page, /--name-prefix duong-ve-prod-(\w+)/g), schedules)).toEqual([]);
    expect(without(named(page, /--alarm-name duong-ve-prod-([\w-]+)/g), slugs)).toEqual([]);
  });
});

describe("the deploy page", () => {
  it("tells of every output with which somebody has to do something", () => {
    const told = named(deploy, /(?:\$\(out |`)(\w+)[`)]/g);
    const forCommands = Object.keys(prod.outputs).filter((name) => /(GivenUp|Function|Table|RootKey)$/.test(name));
    expect(without(Object.keys(prod.outputs), [...told, ...forCommands])).toEqual([]);
  });

  it("says of every secret what a new value breaks", () => {
    const secrets = prod.ofType("AWS::SecretsManager::Secret").map(([id]) => id);
    const told = named(deploy, /^\| `([\w/-]+)` \|/gm).map((name) => name.replaceAll(/[/-]/g, ""));
    expect(secrets.filter((id) => !told.some((name) => id.startsWith(name)))).toEqual([]);
    expect(beginningNone(told, [...secrets, "messagesaggregator"])).toEqual([]);
  });

  it("leads to its own parts", () => {
    const anchors = headingsOf(deploy).map((heading) => heading.toLowerCase().replaceAll(" ", "-"));
    expect(without(named(deploy, /\]\(#([\w-]+)\)/g), anchors)).toEqual([]);
  });
});
