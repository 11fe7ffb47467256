import { describe, expect, it } from "vitest";
import { aggregatorSchema } from "../../functions/messages/routes/aggregator.ts";
import { routesSchema } from "../../functions/messages/sender/settings.ts";
import { stageNamed, stages, type Stage } from "../../infra/stages.ts";
import { longestHost } from "../../shared/messages/catalogue.ts";
import { synth, synthTimeout, text } from "./support/synth.ts";

const names = Object.keys(stages) as Stage["name"][];

describe.each(names)("%s", (name) => {
  it(
    "synthesises and says where things are",
    () => {
      const { outputs } = synth(name);
      const told = Object.fromEntries(Object.entries(outputs).map(([key, { Value }]) => [key, text(Value)]));
      expect(Object.keys(told).toSorted()).toEqual(["deliveryLogRole", "distributionId", "hotlineRootKey", "hotlineTable", "messageStreamFunction", "messageStreamGivenUp", "messagesTable", "operatorsTopic", "pagesBucket", "receiptLogsFunction", "receiptLogsGivenUp", "registrationsRootKey", "registrationsTable", "siteAddress", "siteTarget", "staffAccounts", "staffRootKey", "staffTable"]);
      expect(told.siteAddress).toBe(stageNamed(name).siteOrigin);
    },
    synthTimeout,
  );

  it("has values that AWS and the carriers accept", () => {
    const stage = stageNamed(name);
    expect(stage.account).toMatch(/^\d{12}$/);
    expect(stage.certificateArn).toContain(`:us-east-1:${stage.account}:`);
    expect(stage.smsSenderId).toMatch(/^[A-Za-z0-9]{1,11}$/);
    expect(new URL(stage.siteOrigin).origin).toBe(stage.siteOrigin);
    expect(new URL(stage.siteOrigin).host.length).toBeLessThanOrEqual(longestHost);
  });

  it("has routes that the senders can take: an aggregator's only where one is described", () => {
    const { smsRoutes, smsAggregator } = stageNamed(name);
    expect(routesSchema.safeParse(smsRoutes).success).toBe(true);
    expect(aggregatorSchema.nullable().safeParse(smsAggregator).success).toBe(true);
    expect(smsRoutes.some(({ route }) => route === "http") && smsAggregator === null).toBe(false);
  });

  it("wakes nobody for one wrong number, but sooner for what we could not hand over", () => {
    const { textsNotArrived, textsUndelivered } = stageNamed(name).alarms;
    expect(textsNotArrived).toBeGreaterThanOrEqual(5);
    expect(textsUndelivered).toBeLessThan(textsNotArrived);
  });
});

it("stages share no account and no address", () => {
  expect(new Set(names.map((name) => stages[name].account)).size).toBe(names.length);
  expect(new Set(names.map((name) => stages[name].siteOrigin)).size).toBe(names.length);
});

it("an unknown stage is refused with the ones there are", () => {
  expect(() => stageNamed("live")).toThrow("no stage live: choose one of dev, staging, prod with --stage …");
});
