import { describe, expect, test } from "vitest";
import { answer, settingsChecks } from "../../../../infra/operating/checks.ts";
import { stages, type Stage } from "../../../../infra/stages.ts";

/** A year whose days off, and those of the next, are all announced. */
const settled = "2025-06-01";
const ready: Stage = {
  ...stages.prod,
  account: "444455556666",
  siteOrigin: "https://duongve.gov.test",
  certificateArn: "arn:aws:acm:us-east-1:444455556666:certificate/7c1f0b5e-0000-4000-8000-000000000001",
  webAclArn: "arn:aws:wafv2:us-east-1:444455556666:global/webacl/edge/1",
  smsSenderRegistered: true,
  runbooks: "https://runbooks.duongve.gov.test/",
  hotline: { lines: [{ number: "0900 000 001", hours: { vi: "8–21 giờ", en: "8 to 21" } }], night: [], showsAs: "0900 000 001" },
};
const missing = async (stage: Stage, today = settled) =>
  (await answer(settingsChecks, { stage, today })).flatMap((one) => (one.answer === "ok" ? [] : [{ id: one.id, what: one.answer === "missing" ? one.what : one.because }]));

test("a stage that is filled in misses nothing", async () => {
  expect(await missing(ready)).toEqual([]);
});

test.each(Object.values(stages))("the stage $name as it comes misses all that only its operator can know, each with what to do", async (stage) => {
  const answers = await answer(settingsChecks, { stage, today: "2026-11-23" });
  expect(answers.filter((one) => one.answer === "missing").map(({ id }) => id)).toEqual(["account", "site-address", "certificate", "firewall", "sender-registered", "numbers", "runbooks", "days-off"]);
  for (const one of answers) if (one.answer === "missing") expect([one.what, one.doThis].every((text) => /^[A-Z].*\.$/.test(text))).toBe(true);
});

const byAggregator: Partial<Stage> = { smsRoutes: [{ route: "http", perSecond: 5 }] };
const aggregator: Stage["smsAggregator"] = { url: "https://sms.example/send", body: { json: { to: "{to}", text: "{body}" } } };

test("an aggregator that is described lacks nothing", async () => {
  expect(await missing({ ...ready, ...byAggregator, smsAggregator: aggregator })).toEqual([]);
});

describe("one thing that is missing is said alone", () => {
  test.each<{ id: string; change: Partial<Stage>; says: string }>([
    { id: "account", change: { account: "333333333333", certificateArn: "arn:aws:acm:us-east-1:333333333333:certificate/1" }, says: "The account 333333333333 is a placeholder." },
    { id: "site-address", change: { siteOrigin: "https://duongve.example" }, says: "The site's address https://duongve.example is a placeholder." },
    { id: "certificate", change: { certificateArn: "arn:aws:acm:us-east-1:444455556666:certificate/00000000-0000-0000-0000-000000000000" }, says: "The site's certificate is a placeholder." },
    { id: "certificate", change: { certificateArn: "arn:aws:acm:ap-southeast-1:444455556666:certificate/1" }, says: "The certificate is not in us-east-1, where CloudFront looks for it." },
    { id: "certificate", change: { certificateArn: "arn:aws:acm:us-east-1:777788889999:certificate/1" }, says: "The certificate is of another account than the stage." },
    { id: "certificate", change: { certificateArn: "arn:aws:iam:us-east-1:444455556666:server-certificate/1" }, says: "What is named is no certificate of ACM." },
    { id: "firewall", change: { webAclArn: null }, says: "No firewall stands before the site." },
    { id: "sender-registered", change: { smsSenderRegistered: false }, says: "The carriers have not registered the sender name DuongVe and the wordings: they drop what is sent." },
    { id: "aggregator", change: byAggregator, says: "Texts are to go by an aggregator that is not described." },
    { id: "aggregator", change: { ...byAggregator, smsAggregator: { ...aggregator, url: "http://sms.example/send" } }, says: "The aggregator's description cannot be read." },
    { id: "numbers", change: { hotline: { ...ready.hotline, lines: [] } }, says: "No number is configured that people can ring." },
    { id: "numbers", change: { hotline: { ...ready.hotline, showsAs: null } }, says: "It is not configured what a call of ours shows on a phone." },
    { id: "runbooks", change: { runbooks: "https://runbooks.duongve.example/" }, says: "The runbooks' address https://runbooks.duongve.example/ is a placeholder: alarms lead nowhere." },
  ])("$id: $says", async ({ id, change, says }) => {
    expect(await missing({ ...ready, ...change })).toEqual([{ id, what: says }]);
  });
});

describe("days off", () => {
  test("of the next year are asked for all the year, and of this one until they are entered", async () => {
    expect(await missing(ready, "2026-01-05")).toEqual([{ id: "days-off", what: expect.stringMatching(/^Days off of 2027 that are only likely so far: 2027-02-05, /) }]);
    expect(await missing(ready, "2027-01-05")).toEqual([{ id: "days-off", what: expect.stringMatching(/^Days off of 2027 that are only likely so far: .*\. The days off of 2028 are not all entered\.$/) }]);
  });

  test("are said once of a year that is both near and next", async () => {
    const [one] = await missing(ready, "2026-11-23");
    expect(JSON.stringify(one).match(/Days off of 2027/g)).toHaveLength(1);
  });
});
