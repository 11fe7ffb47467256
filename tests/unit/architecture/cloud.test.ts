import { describe, expect, test } from "vitest";
import { sourcesOf } from "./sources.ts";

/** What comes of one cloud, or only works in it. */
const ofOneCloud = /from "((@aws-sdk|@aws-lambda-powertools|@middy|aws-cdk-lib|constructs)(\/[^"]*)?|aws-lambda|hono\/aws-lambda)"/g;

/** Where that may stand: what is put in place when the service runs elsewhere. Everything else would come along as it is. */
const placesForIt = [
  { what: "the deployment", of: /^infra\// },
  { what: "a store", of: /^functions\/.+store\.ts$/ },
  { what: "a way to the networks", of: /^functions\/messages\/routes\// },
  { what: "what every function runs on", of: /^functions\/platform\// },
  { what: "an entry, which only wires", of: /^functions\/(.+\/handler|messages\/sender\/(stream|sweep)|messages\/receipts\/(logs|http))\.ts$/ },
] as const;

const sources = sourcesOf("functions", "shared", "web", "infra");
const cloudy = sources.flatMap(({ file, text }) => [...text.matchAll(ofOneCloud)].map(([, name]) => ({ file, name })));

describe("what belongs to one cloud", () => {
  test("stands in few places, so that an engine and a network inside the country can take their place", () => {
    expect(cloudy.filter(({ file }) => !placesForIt.some(({ of }) => of.test(file)))).toEqual([]);
  });

  test.each(placesForIt)("is found in $what: the rule is about something", ({ of }) => {
    expect(cloudy.some(({ file }) => of.test(file))).toBe(true);
  });

  test("an entry is imported by nothing that would come along", () => {
    const entry = placesForIt[4].of;
    const users = sources.filter(({ file, imports }) => !file.startsWith("infra/") && imports.some((imported) => entry.test(imported)));
    expect(users.map(({ file }) => file)).toEqual([]);
  });
});
