// Loaded before AWS's runtime client, in the place of its native half, which only carries: the same three calls in plain Node.
import { request, type IncomingMessage } from "node:http";
import Module from "node:module";
import { text } from "node:stream/consumers";

async function call(method: string, path: string, body?: string) {
  const answering = Promise.withResolvers<IncomingMessage>();
  request(`http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation/${path}`, { method }, answering.resolve).once("error", answering.reject).end(body);
  const answer = await answering.promise;
  return { headers: answer.headers, bodyJson: await text(answer) };
}

/** The native half does not come back before it has told: nothing is asked for meanwhile. */
let told: Promise<unknown> = Promise.resolve();
const tell = (path: string, body: string): void => void (told = call("POST", path, body));
const transport = {
  next: async () => {
    await told;
    return call("GET", "next");
  },
  done: (id: string, body: string): void => tell(`${id}/response`, body),
  error: (id: string, body: string): void => tell(`${id}/error`, body),
};

const { _extensions } = Module as unknown as { _extensions: Record<string, (module: { exports: unknown }) => void> };
_extensions[".node"] = (module) => {
  module.exports = transport;
};
