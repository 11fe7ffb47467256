import { spawnSync } from "node:child_process";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assumed, billOf, loadFor, loadOf, loadUsage, places, standing, standingIn, standingUsage, type Bill, type Load } from "../../../../infra/operating/cost-model.ts";
import { listed, type Price, type Prices } from "../../../../infra/operating/prices.ts";
import { stages } from "../../../../infra/stages.ts";
import { holds } from "../../support/property.ts";

const nobody: Load = { registrations: 0, callbacks: 0, texts: 0, officers: 0, counsellors: 0 };
const amount = fc.nat(100_000);
const anyLoad = fc.record({ registrations: amount, callbacks: amount, texts: amount, officers: amount, counsellors: amount });

const withTexts = (usd: number): Prices => ({ ...listed, text: { ...listed.text, usd } });
const billFor = (load: Load, prices: Prices = withTexts(0.05)) => billOf(standingUsage(), loadUsage(load), prices);
const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);
const added = (bill?: Bill) => (bill ? bill.usd - bill.standingUsd : Number.NaN);
const entries = Object.entries<Price>(listed);

describe("the load of a place", () => {
  test("is in proportion to the people under management, and officers to the communes", () => {
    const aYear = places.map((place) => loadOf(place).registrations * 365);
    expect(aYear.map(Math.round)).toEqual([18, 2_295, 30_202]);
    expect(places.map((place) => loadOf(place).officers)).toEqual([2, 252, 6_642]);
  });

  test("fills in calls and texts from registrations, unless they are given", () => {
    expect(loadFor({ registrations: 10 })).toMatchObject({ registrations: 10, callbacks: 30, texts: 160 });
    expect(loadFor({ registrations: 10, callbacks: 0, texts: 7 })).toMatchObject({ callbacks: 0, texts: 7, counsellors: 0 });
  });

  test("keeps logs, backups and the trail for as long as prod does", () => {
    expect([assumed.backupDays.value, assumed.logMonths.value * 30, assumed.trailDays.value]).toEqual([stages.prod.backupDays, stages.prod.logRetention, stages.prod.trailDays]);
  });
});

describe("what is used", () => {
  test("nobody adds nothing", () => {
    expect(Object.values(loadUsage(nobody)).filter((used) => used !== 0)).toEqual([]);
  });

  test("more of anything never uses less of anything", () => {
    holds(
      fc.property(anyLoad, anyLoad, (load, more) => {
        const larger = loadUsage({ registrations: load.registrations + more.registrations, callbacks: load.callbacks + more.callbacks, texts: load.texts + more.texts, officers: load.officers + more.officers, counsellors: load.counsellors + more.counsellors });
        const smaller = loadUsage(load);
        expect(Object.entries(smaller).filter(([name, used]) => used > larger[name as keyof typeof larger] * (1 + 1e-12))).toEqual([]);
      }),
    );
  });

  test("a sweep runs every minute of thirty days and reads 13 units, whoever comes", () => {
    expect(standingUsage()).toMatchObject({ lambdaRequest: 43_470, read: 561_600, text: 0, apiRequest: 0, write: 0 });
  });

  test("one text a day is thirty a month, each handed over and received, 12 units in the table", () => {
    expect(loadUsage({ ...nobody, texts: 1 })).toMatchObject({ text: 30, write: 360, apiRequest: 15, lambdaRequest: 75, staff: 0 });
  });

  test("a call asks KMS at most for the key of its table, and one in twenty for a wrapping key; what sends texts opens neither half's", () => {
    expect(loadUsage({ ...nobody, texts: 1 }).keyRequest).toBe(15 * 1.05 + 60);
    expect(standingUsage()).toMatchObject({ key: standing.keys, keyRequest: 43_470 });
  });

  test("one registration a day writes 29 units for itself, 29 for each act and 28 for each look-up", () => {
    expect(loadUsage({ ...nobody, registrations: 1 }).write).toBe(30 * (29 + 15 * 29 + 6 * 28));
  });

  test("one call asked for a day writes 39 units, reads 5 for the times, and is in what the nightly runs read for three years", () => {
    expect(loadUsage({ ...nobody, callbacks: 1 })).toMatchObject({ write: 1_170, read: 150 + (30 * 36 * 120) / 24, text: 0 });
  });

  test("a gigabyte that is kept is kept in the table, in its history and in every backup", () => {
    const { storage, history, backup } = loadUsage({ ...nobody, registrations: 50_000 / 30 / assumed.monthsKept.value });
    expect(storage).toBeCloseTo(1, 9);
    expect([history, backup]).toEqual([storage, storage * 35]);
  });
});

describe("the bill", () => {
  test("its rows are its sum, dearest first, and without anybody only what stands there remains", () => {
    holds(
      fc.property(anyLoad, (load) => {
        const { rows, usd, standingUsd } = billFor(load);
        expect(usd).toBeCloseTo(sumOf(rows.map((row) => row.usd)), 6);
        expect(rows.map((row) => row.usd)).toEqual(rows.map((row) => row.usd).toSorted((a, b) => b - a));
        expect(standingUsd).toBeCloseTo(billFor(nobody).usd, 9);
        expect(usd).toBeGreaterThanOrEqual(standingUsd);
      }),
    );
  });

  test("twice the load is twice what the load adds", () => {
    holds(
      fc.property(anyLoad, ({ registrations, callbacks, texts, officers, counsellors }) => {
        const [once, twice] = [1, 2].map((times) => billFor({ registrations: times * registrations, callbacks: times * callbacks, texts: times * texts, officers: times * officers, counsellors: times * counsellors }));
        expect(added(twice)).toBeCloseTo(2 * added(once), 4);
      }),
    );
  });

  test("what has no price is in no row, and said", () => {
    const load = { ...nobody, texts: 10 };
    const { rows, unpriced, usd } = billFor(load, listed);
    expect(rows.map(({ service }) => service)).not.toContain(listed.text.service);
    expect(unpriced).toEqual([{ price: listed.text, quantity: 300 }]);
    expect(billFor(load, withTexts(0.05)).usd - usd).toBeCloseTo(15, 9);
  });

  test("a row with one price that nobody confirmed is not confirmed", () => {
    const marked = billFor(nobody, { ...withTexts(0.05), lambdaRequest: { ...listed.lambdaRequest, checked: false } }).rows.filter(({ checked }) => !checked);
    expect(marked.map(({ service }) => service).toSorted()).toEqual(["Backup", "DynamoDB", "Lambda", "Texts by SNS", "X-Ray"]);
  });
});

describe("prices", () => {
  test.each(entries)("%s says of what, where and when it was read", (_, { usd, per, unit, source, readOn, checked }) => {
    expect(usd === null || usd > 0).toBe(true);
    expect(per).toBeGreaterThan(0);
    expect(unit).not.toBe("");
    expect(new URL(source).protocol).toBe("https:");
    if (checked) expect(readOn).toMatch(/^2026-\d\d-\d\d$/);
    if (usd === null) expect(checked).toBe(false);
  });

  test.each([
    ["a million requests of the API", "apiRequest", 1_000_000, 1.25],
    ["ten thousand requests at the edge", "edgeRequest", 10_000, 0.012],
    ["a million read units", "read", 1_000_000, 0.1425],
    ["a key and a half", "key", 1.5, 1.5],
  ] as const)("%s cost what the list says", (_, name, quantity, usd) => {
    const none = loadUsage(nobody);
    expect(billOf(none, { ...none, [name]: quantity }).usd).toBeCloseTo(usd, 12);
  });
});

describe("what stands there", () => {
  const alarm = (Metrics?: unknown[]) => ({ Type: "AWS::CloudWatch::Alarm", Properties: { Metrics } });
  const filter = (MetricName: string) => ({ Type: "AWS::Logs::MetricFilter", Properties: { MetricTransformations: [{ MetricName }] } });

  test("is counted over all templates: an alarm by its metrics, a filter by the metric it feeds", () => {
    const main = { Resources: { key: { Type: "AWS::KMS::Key" }, secret: { Type: "AWS::SecretsManager::Secret" }, one: alarm(), two: alarm([{ Expression: "a / b" }, { MetricStat: {} }, { MetricStat: {} }]), a: filter("late"), b: filter("late"), c: filter("lost") } };
    const edge = { Resources: { acl: { Type: "AWS::WAFv2::WebACL", Properties: { Rules: [{}, {}, {}] } } } };
    expect(standingIn([main, edge])).toEqual({ keys: 1, secrets: 1, alarmMetrics: 3, metrics: 2, dashboards: 0, firewalls: 1, firewallRules: 3 });
    expect(standingIn([])).toEqual(Object.fromEntries(Object.keys(standing).map((name) => [name, 0])));
  });
});

describe("npm run cost", () => {
  const root = join(import.meta.dirname, "../../../..");
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", join(root, "infra/operating/cost.ts"), ...args], { cwd: root, encoding: "utf8" });
    return { status, stdout, stderr, lines: stdout.split("\n") };
  };
  const last = (lines: readonly string[], start: string) => lines.find((line) => line.startsWith(start))?.trim().split(/\s{2,}/u).slice(1);

  test("shows one commune, Hà Nội and the country, marks what is not confirmed and leaves texts out of the sum", () => {
    const { status, lines, stdout } = run();
    expect(status).toBe(0);
    expect(last(lines, "What the service costs")).toEqual(["one commune", "Hà Nội", "the country"]);
    expect(last(lines, "Total, without texts")).toEqual(places.map((place) => billFor(loadOf(place), listed).usd.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 })));
    expect(last(lines, "  by SNS, to Vietnam")).toEqual(["not known", "not known", "not known"]);
    expect(stdout).toContain("  DynamoDB *");
    expect(stdout).toContain("look it up here before you rely on it");
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
  });

  test("takes another load, another assumption and another price", () => {
    const { lines } = run("--registrations=1", "--callbacks=0", "--set=textsPerRegistration=3", "--price=text=0.1", "--price=apiRequest=1000000");
    expect(last(lines, "  texts a day")).toEqual(["3"]);
    expect(last(lines, "  Texts by SNS")).toEqual(["9.00"]);
    expect(last(lines, "  API Gateway")?.map((usd) => Number(usd.replaceAll(",", "")))).toEqual([loadUsage(loadFor({ registrations: 1, callbacks: 0, texts: 3 })).apiRequest]);
    expect(last(lines, "Total")).toHaveLength(1);
  });

  test.each([["--set=hope=1", "hope"], ["--price=hope=1", "hope"], ["--set=answerMs=-1", "-1"], ["--templates=infra/operating", "no template"], ["--hope", "hope"]])("refuses %s and says how it is asked", (arg, named) => {
    const { status, stderr } = run(arg);
    expect([status, stderr.includes(named), stderr.includes("npm run cost --")]).toEqual([2, true, true]);
  });
});
