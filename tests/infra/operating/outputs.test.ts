import { expect, onTestFinished, test, vi } from "vitest";
import { answer } from "../../../infra/operating/checks.ts";
import { askCloud, cloudChecks } from "../../../infra/operating/cloud-checks.ts";
import { failureQueues } from "../../../infra/operating/cloud.ts";
import { Unasked } from "../../../infra/operating/plain-reason.ts";
import { stages } from "../../../infra/stages.ts";
import { synth, synthTimeout } from "../support/synth.ts";

test("what the operators' commands look for in a deployed stack is what the stack gives", { timeout: synthTimeout }, async () => {
  onTestFinished(() => void vi.unstubAllEnvs());
  // Nobody answers there.
  for (const [name, value] of Object.entries({ AWS_ENDPOINT_URL: "http://127.0.0.1:9", AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" })) vi.stubEnv(name, value);
  const looked = Object.values(failureQueues).map(({ replayedBy }): string => replayedBy);
  const output = (name: string): Promise<string> => {
    looked.push(name);
    return Promise.reject(new Unasked("not deployed"));
  };
  const { asked, end } = askCloud(stages.prod, "2026-11-23");
  await answer(cloudChecks, { ...asked, deployed: { stack: async () => null, output } });
  end();
  expect(looked.length).toBeGreaterThan(10);
  expect(Object.keys(synth("prod").outputs)).toEqual(expect.arrayContaining(looked));
});
