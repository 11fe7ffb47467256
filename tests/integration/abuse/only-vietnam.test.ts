import { expect, test } from "vitest";
import { aggregatorSchema } from "../../../functions/messages/routes/aggregator.ts";
import { createHttpRoute } from "../../../functions/messages/routes/http.ts";
import { parsePhone } from "../../../shared/contact/phone.ts";
import { setting } from "../../support/aggregator.ts";
import { e164 } from "../../support/applications.ts";
import { testPhone } from "../../support/people.ts";
import { handOverTo, snsAccepted, startNetwork } from "../../support/sms-network.ts";

Object.assign(process.env, { AWS_REGION: "ap-southeast-1", AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" });

const own = e164(testPhone(1));
const foreign = [
  ["of the United States", `+1${own.slice(3)}`],
  ["of Cambodia", `+855${own.slice(3)}`],
  ["of a satellite network", "+88160000000"],
  ["of no country (international premium rate)", "+979000000000"],
  ["a paid line (1900)", "+841900000000"],
  ["a free line (1800)", "+841800000000"],
  ["a paid short code", "8000"],
  ["a short code behind the country", "+848000"],
  ["an emergency number", "113"],
  ["not as it is dialled from abroad", testPhone(1)],
  ["with something behind it", `${own},${own}`],
  ["with a line break", `${own}\n`],
  ["nothing", ""],
] as const;

test.each(foreign)("a number %s is read as none, or as another than was given", (_, to) => {
  expect(parsePhone(to)?.e164 === to).toBe(false);
});

test.each(["sns", "http"])("no text leaves by %s for a number that is not Vietnamese, wherever it came from", async (name) => {
  const network = await startNetwork(snsAccepted("id-1"));
  const byHttp = createHttpRoute(aggregatorSchema.parse(setting(network.url)), { secret: "a secret", senderId: "DuongVe" });
  const handOver = (to: string) => (name === "sns" ? handOverTo(network.url, { to, body: "Duong Ve: thu" }) : byHttp.handOver({ to, body: "Duong Ve: thu", attemptId: "attempt-1" }));
  try {
    for (const [what, to] of foreign) expect({ what, result: await handOver(to) }).toEqual({ what, result: { outcome: "notHanded", because: "notVietnamese", final: true } });
    expect(network.requests).toEqual([]);
    await handOver(own);
    expect(network.requests).toHaveLength(1);
  } finally {
    await network.stop();
  }
});
