import type { ServerResponse } from "node:http";
import { createServer, type Socket } from "node:net";
import { aggregatorSchema, type Aggregator } from "../../functions/messages/routes/aggregator.ts";
import { createHttpRoute } from "../../functions/messages/routes/http.ts";
import type { Route } from "../../functions/messages/routes/route.ts";

export const secret = "agg-5ecret-0123456789-abcdef-01234567";
export const text = { to: "+84900000001", body: "Duong Ve: thu", attemptId: "message-1.1" };

/** The setting of a made-up aggregator of the common kind, as an operator would write it. */
export const setting = (url: string, change: Record<string, unknown> = {}) => ({
  url: new URL("/v1/texts", url).href,
  headers: { Authorization: "Bearer {secret}" },
  body: { json: { to: "{toMsisdn}", from: "{sender}", text: "{body}", clientId: "{attemptId}" } },
  accepted: { statusPath: "result", values: ["ok"], idPath: "data.id" },
  errors: { codePath: "code", final: ["105", "number.invalid"], busy: ["300"] },
  webhook: { signatureHeader: "X-Signature", timestampHeader: "X-Timestamp", encoding: "hex", idPath: "id", statusPath: "status", delivered: ["DELIVRD"], undelivered: ["UNDELIV", "EXPIRED"], reasonPath: "reason" },
  timeoutMs: 5_000,
  ...change,
});

export const settingsOf = (url: string, change?: Record<string, unknown>): Aggregator => aggregatorSchema.parse(setting(url, change));
export const routeTo = (url: string, change?: Record<string, unknown>): Route => createHttpRoute(settingsOf(url, change), { secret, senderId: "DuongVe" });

export const answer =
  (status: number, body: unknown = {}, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(status, { "content-type": "application/json", ...headers }).end(typeof body === "string" ? body : JSON.stringify(body));

/** A listener below HTTP: does with each connection as told. */
export async function startListener(onConnection: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
