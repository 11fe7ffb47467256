import type * as z from "zod";
import type { aggregatorSchema } from "../../functions/messages/routes/aggregator.ts";
import type { RouteSettings } from "../../functions/messages/sender/settings.ts";

/** Both networks of the local phone, SNS first. */
export const localRoutes: RouteSettings = [
  { route: "sns", perSecond: 20 },
  { route: "http", perSecond: 20 },
];

const signing = { signatureHeader: "x-signature", timestampHeader: "x-timestamp", encoding: "hex" } as const;

/** The second network of the local phone, described as any aggregator is. */
export const localAggregator = (origin: string): z.input<typeof aggregatorSchema> => ({
  url: `${origin}/phone/http/`,
  body: { json: { id: "{attemptId}", to: "{toMsisdn}", from: "{sender}", text: "{body}" } },
  signing,
  accepted: { statusPath: "status", values: ["accepted"] },
  errors: { codePath: "error", final: ["invalidNumber"], busy: ["busy"] },
  lookUp: { url: `${origin}/phone/http/status/{attemptId}`, statusPath: "status", handed: ["accepted"], notHanded: ["http404"] },
  probe: `${origin}/phone/http/probe`,
  webhook: { ...signing, idPath: "id", statusPath: "status", delivered: ["DELIVRD"], undelivered: ["UNDELIV"], reasonPath: "reason" },
});
