import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { HandOver } from "../../../functions/messages/routes/route.ts";
import { send } from "../../../functions/messages/send.ts";
import { sweep } from "../../../functions/messages/sweep.ts";
import { createCarrier, emptyMessages } from "../../support/sender.ts";
import { handOverTo, snsAccepted, snsError, startNetwork } from "../../support/sms-network.ts";
import { startWorld, type World } from "../../support/world.ts";

type Answer = Parameters<typeof startNetwork>[0];

/** Wednesday 25/11/2026, ten in the morning in Vietnam. */
const morning = "2026-11-25T03:00:00.000Z";

let world: World;
beforeAll(async () => {
  world = await startWorld({ at: morning });
});
afterAll(() => world.stop());
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

async function network(answer: Answer) {
  const started = await startNetwork(answer);
  stops.push(started.stop);
  return started;
}
async function outcome(answer: Answer): Promise<{ result: HandOver; requests: number }> {
  const { url, requests } = await network(answer);
  return { result: await handOverTo(url), requests: requests.length };
}

describe("an answer of SNS, after one request", () => {
  test.each<{ what: string; answer: Answer; result: HandOver }>([
    { what: "accepted", answer: snsAccepted("id-1"), result: { outcome: "handed", routeMessageId: "id-1" } },
    { what: "throttled", answer: snsError(400, "Throttling"), result: { outcome: "notHanded", because: "Throttling", final: false } },
    { what: "not to be had for now", answer: snsError(503, "ServiceUnavailable"), result: { outcome: "notHanded", because: "ServiceUnavailable", final: false } },
    { what: "a number that SNS does not take", answer: snsError(400, "InvalidParameter"), result: { outcome: "notHanded", because: "InvalidParameterException", final: true } },
    { what: "a number that asked for no texts", answer: snsError(400, "OptedOut"), result: { outcome: "notHanded", because: "OptedOutException", final: true } },
    { what: "no right to publish", answer: snsError(403, "AuthorizationError"), result: { outcome: "notHanded", because: "AuthorizationErrorException", final: false } },
  ])("$what is $result.outcome", async ({ answer, result }) => {
    expect(await outcome(answer)).toEqual({ result, requests: 1 });
  });

  test.each<{ what: string; answer: Answer }>([
    { what: "a connection that is reset", answer: (response) => response.socket?.resetAndDestroy() },
    { what: "a connection that ends in the middle of the answer", answer: (response) => response.writeHead(200, { "content-type": "text/xml", "content-length": "1000" }).write("<Publish", () => response.socket?.destroy()) },
    { what: "an error inside SNS, behind which the text may be on its way", answer: snsError(500, "InternalError") },
  ])("$what leaves doubt; the SDK does not repeat the request by itself", async ({ answer }) => {
    expect(await outcome(answer)).toEqual({ result: { outcome: "unknown", because: expect.stringMatching(/./) }, requests: 1 });
  });

  test("no connection at all is proof that nothing was sent", async () => {
    // Nobody listens there: a port that was free may be another test's a moment later.
    expect(await handOverTo("http://127.0.0.1:9/")).toEqual({ outcome: "notHanded", because: "ECONNREFUSED", final: false });
  });

  test("none within eight seconds leaves doubt, and the message is not sent again", async () => {
    const { url, requests } = await network(() => {});
    const on = await emptyMessages(world);
    const message = await on.promised();
    const carrier = createCarrier(world.now, {
      otherwise: (text) => {
        vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
        return handOverTo(url, text);
      },
    });
    const sender = on.sender([carrier.route]);
    let ended = false;
    const sending = send(sender, message).finally(() => (ended = true));
    const turn = () => new Promise((resolve) => void setImmediate(resolve));
    while (requests.length === 0) await turn();
    await vi.advanceTimersByTimeAsync(7_999);
    for (let turns = 0; turns < 50; turns += 1) await turn();
    expect(ended).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    vi.useRealTimers();
    await sending;
    expect(await on.rowOf(message)).toMatchObject({ state: "inDoubt", because: "ETIMEDOUT", attempts: 1, callInstead: "hotline" });
    world.forward(3_600_000);
    await sweep(sender);
    expect(requests).toHaveLength(1);
    expect(carrier.handed).toHaveLength(1);
  });
});

test("a text goes out as a transactional SMS with its words, its number and the sender's name, and nothing else", async () => {
  const { url, requests } = await network(snsAccepted("id-2"));
  const text = { to: "+84900000001", body: "Duong Ve: Da nhan yeu cau cua ban (ma bat dau bang K7M4). Ban khong can tra loi tin nay." };
  await handOverTo(url, text);
  const fields = requests[0]?.fields ?? {};
  const attributes = Object.fromEntries([1, 2].map((n) => [fields[`MessageAttributes.entry.${n}.Name`], fields[`MessageAttributes.entry.${n}.Value.StringValue`]]));
  expect(attributes).toEqual({ "AWS.SNS.SMS.SMSType": "Transactional", "AWS.SNS.SMS.SenderID": "DuongVe" });
  expect(Object.fromEntries(Object.entries(fields).filter(([name]) => !name.startsWith("MessageAttributes.")))).toEqual({ Action: "Publish", Version: "2010-03-31", PhoneNumber: text.to, Message: text.body });
  expect(Object.keys(fields).filter((name) => name.startsWith("MessageAttributes."))).toHaveLength(6);
});
