import { expect, test } from "vitest";
import { createLog } from "../../../../functions/platform/log.ts";
import { metrics, metricsNamespace } from "../../../../functions/platform/metrics.ts";
import { linesWritten } from "../../../support/written-lines.ts";
import { filesWith, sourcesOf } from "../../architecture/sources.ts";

const log = createLog("message-sender");
const described = (Metrics: readonly object[]) => ({ Timestamp: expect.any(Number), CloudWatchMetrics: [{ Namespace: metricsNamespace, Dimensions: [["service"]], Metrics }] });

test("a line that is counted is a figure with its unit, by function and by nothing else", async () => {
  const [line] = await linesWritten(() => log.info("CODE_REQUESTED", { messageId: "m1" }));
  expect(line).toMatchObject({ service: "message-sender", messageId: "m1", CodesAsked: 1, _aws: described([{ Name: "CodesAsked", Unit: "Count" }]) });
  expect(Math.abs(Date.parse(String(line?.timestamp)) - Number(/"Timestamp":(\d+)/.exec(JSON.stringify(line))?.[1]))).toBeLessThan(5_000);
});

test("a text handed over is counted, and how long it waited is measured, zero too", async () => {
  const lines = await linesWritten(() => [0, 1_250].map((waitedMs) => log.info("MESSAGE_HANDED_OVER", { messageId: "m1", attempts: 1, waitedMs })));
  const figures = [
    { Name: "TextsHandedOver", Unit: "Count" },
    { Name: "TextWait", Unit: "Milliseconds" },
  ];
  expect(lines.map(({ _aws, TextsHandedOver, TextWait }) => ({ _aws, TextsHandedOver, TextWait }))).toEqual([0, 1_250].map((TextWait) => ({ _aws: described(figures), TextsHandedOver: 1, TextWait })));
});

test("other lines are no figures", async () => {
  const [line] = await linesWritten(() => log.warn("MESSAGE_TRY_AGAIN", { messageId: "m1", attempts: 1 }));
  expect(Object.keys(line ?? {}).toSorted()).toEqual(["attempts", "level", "message", "messageId", "sampling_rate", "service", "timestamp"]);
});

test("what is counted is said somewhere, in one place", () => {
  const sources = sourcesOf("functions").filter(({ file }) => file !== "functions/platform/metrics.ts");
  for (const { code } of Object.values(metrics)) expect({ code, files: filesWith(sources, new RegExp(`log\\.\\w+\\("${code}"`)).length }).toEqual({ code, files: 1 });
});
