import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { createSnsRoute } from "../../functions/messages/routes/sns.ts";
import type { HandOver } from "../../functions/messages/routes/route.ts";

type Received = { method: string; path: string; headers: IncomingHttpHeaders; body: string; fields: Record<string, string> };

/** A small network that answers as told and remembers what reached it. */
export async function startNetwork(answer: (response: ServerResponse) => void) {
  const requests: Received[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      requests.push({ method: request.method ?? "", path: request.url ?? "", headers: request.headers, body, fields: Object.fromEntries(new URLSearchParams(body)) });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/`,
    requests,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Hands one text to an address with the real SNS client. */
export async function handOverTo(url: string, text = { to: "+84900000001", body: "Duong Ve: thu" }): Promise<HandOver> {
  const before = process.env.AWS_ENDPOINT_URL_SNS;
  process.env.AWS_ENDPOINT_URL_SNS = url;
  try {
    return await createSnsRoute("DuongVe").handOver({ attemptId: "attempt-1", ...text });
  } finally {
    if (before !== undefined) process.env.AWS_ENDPOINT_URL_SNS = before;
  }
}

export const snsError = (status: number, code: string) => (response: ServerResponse) =>
  void response
    .writeHead(status, { "content-type": "text/xml" })
    .end(`<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error><RequestId>r</RequestId></ErrorResponse>`);

export const snsAccepted = (id: string) => (response: ServerResponse) =>
  void response
    .writeHead(200, { "content-type": "text/xml" })
    .end(`<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>${id}</MessageId></PublishResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></PublishResponse>`);
