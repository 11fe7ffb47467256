import { request } from "node:http";

/** A POST that comes from one of this machine's own addresses: to the service, from another source. */
export const postFromAddress = (url: string, { address, headers, body }: { address: string; headers: Record<string, string>; body: string }): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", headers, localAddress: address }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk: string) => (text += chunk));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
      answer.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
