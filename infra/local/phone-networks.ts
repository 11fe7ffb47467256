import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono, type Context } from "hono";
import { createMiddleware } from "hono/factory";
import * as z from "zod";
import { signatureOf, type ReceiptWay } from "./phone-receipts.ts";
import type { Network, Text, Texts } from "./phone-texts.ts";

export const takings = ["normal", "slow", "busy", "broken", "silent", "refusing", "unreachable"] as const;
export type Taking = (typeof takings)[number];
export type Behaviours = Record<Network, { taking: Taking; receipts: ReceiptWay }>;

/** Behind a real server only: some behaviours cut its connections. */
export type OnServer = { Bindings: HttpBindings };
type Deps = {
  texts: Texts;
  behaviours: Behaviours;
  follow: (text: Text, way: ReceiptWay) => void;
  secret: string;
  now: () => Date;
  pause: (ms: number) => Promise<void>;
  stopping: AbortSignal;
  slowMs: number;
};

const httpTextSchema = z.strictObject({ id: z.string().min(1), to: z.string(), from: z.string(), text: z.string() });

/** The two networks' doors: SNS's wire protocol (AWS Query) and the JSON of an aggregator. */
export function createNetworks({ texts, behaviours, follow, secret, now, pause, stopping, slowMs }: Deps): Hono<OnServer> {
  const app = new Hono<OnServer>();

  const take = (text: Pick<Text, "to" | "body" | "sender" | "network" | "attemptId">): string => {
    const { receipts } = behaviours[text.network];
    const taken = { id: randomUUID(), ...text, at: now().toISOString(), lost: receipts === "failed" || receipts === "blocked" ? receipts : undefined };
    follow(texts.add(taken), receipts);
    return taken.id;
  };
  const cut = (c: Context<OnServer>): Response => {
    c.env.outgoing.destroy();
    return RESPONSE_ALREADY_SENT;
  };
  const leaveWaiting = async (c: Context<OnServer>): Promise<Response> => {
    if (!c.env.outgoing.closed) await once(c.env.outgoing, "close", { signal: stopping }).catch(() => {});
    return cut(c);
  };
  /** What goes wrong before anybody has read what was asked. */
  const trouble = (network: Network, refuse: (c: Context, status: 429 | 500) => Response) =>
    createMiddleware<OnServer>(async (c, next) => {
      const { taking } = behaviours[network];
      if (taking === "unreachable") return cut(c);
      if (taking === "slow") await pause(slowMs);
      if (taking === "busy") return refuse(c, 429);
      if (taking === "broken") return refuse(c, 500);
      return next();
    });

  app.use("/phone/sns/*", trouble("sns", (c, status) => (status === 429 ? snsError(c, 429, "Throttling", "Rate exceeded") : snsError(c, 500, "InternalError", "Internal error"))));
  app.post("/phone/sns/", async (c) => {
    const fields = new URLSearchParams(await c.req.text());
    const action = fields.get("Action");
    if (action === "GetSMSAttributes") return snsAnswer(c, action, "<attributes/>");
    if (action !== "Publish") return snsError(c, 400, "InvalidAction", "This phone only receives Publish and GetSMSAttributes");
    const { taking } = behaviours.sns;
    const to = fields.get("PhoneNumber") ?? "";
    if (taking === "refusing" || !/^\+\d{8,15}$/.test(to)) return snsError(c, 400, "InvalidParameter", "Invalid parameter: PhoneNumber");
    const id = take({ network: "sns", to, body: fields.get("Message") ?? "", sender: senderOf(fields) });
    return taking === "silent" ? leaveWaiting(c) : snsAnswer(c, action, `<MessageId>${id}</MessageId>`);
  });

  app.use("/phone/http/*", trouble("http", (c, status) => c.json({ error: status === 429 ? "busy" : "internal" }, status)));
  app.post("/phone/http/", async (c) => {
    const raw = await c.req.text();
    if (c.req.header("x-signature") !== signatureOf(secret, c.req.header("x-timestamp") ?? "", raw)) return c.json({ error: "signature" }, 401);
    const asked = httpTextSchema.safeParse(parsed(raw)).data;
    if (!asked) return c.json({ error: "badRequest" }, 400);
    const { taking } = behaviours.http;
    const digits = /^\+?([1-9]\d{7,14})$/.exec(asked.to)?.[1];
    if (taking === "refusing" || digits === undefined) return c.json({ error: "invalidNumber" }, 400);
    const messageId = take({ network: "http", to: `+${digits}`, body: asked.text, sender: asked.from, attemptId: asked.id });
    return taking === "silent" ? leaveWaiting(c) : c.json({ status: "accepted", messageId });
  });
  app.get("/phone/http/status/:id", (c) =>
    texts.all().some(({ network, attemptId }) => network === "http" && attemptId === c.req.param("id")) ? c.json({ status: "accepted" }) : c.json({ status: "unknownId" }, 404),
  );
  app.get("/phone/http/probe", (c) => c.json({ status: "ok" }));
  return app;
}

const xml = { "Content-Type": "text/xml" };
const requestId = () => `<RequestId>${randomUUID()}</RequestId>`;
const xmlns = 'xmlns="http://sns.amazonaws.com/doc/2010-03-31/"';

const snsAnswer = (c: Context, action: "Publish" | "GetSMSAttributes", result: string): Response =>
  c.body(`<${action}Response ${xmlns}><${action}Result>${result}</${action}Result><ResponseMetadata>${requestId()}</ResponseMetadata></${action}Response>`, 200, xml);

const snsError = (c: Context, status: 400 | 429 | 500, code: string, message: string): Response =>
  c.body(
    `<ErrorResponse ${xmlns}><Error><Type>${status === 500 ? "Receiver" : "Sender"}</Type><Code>${code}</Code><Message>${message}</Message></Error>${requestId()}</ErrorResponse>`,
    status,
    xml,
  );

function senderOf(fields: URLSearchParams): string {
  for (let n = 1; fields.has(`MessageAttributes.entry.${n}.Name`); n += 1) {
    if (fields.get(`MessageAttributes.entry.${n}.Name`) === "AWS.SNS.SMS.SenderID") return fields.get(`MessageAttributes.entry.${n}.Value.StringValue`) ?? "";
  }
  return "";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
