// Run as a process of its own: what Lambda's runtime does with a bundle, as the Runtime API asks it, and nothing more.
import { request, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

type Handler = (event: unknown, context: Record<string, unknown>) => unknown;

const { AWS_LAMBDA_RUNTIME_API: host = "", LAMBDA_TASK_ROOT: root = "", _HANDLER: named = "", ...env } = process.env;

async function call(method: string, path: string, body?: string) {
  const answering = Promise.withResolvers<IncomingMessage>();
  request(`http://${host}/2018-06-01/runtime/${path}`, { method }, answering.resolve).once("error", answering.reject).end(body);
  const answer = await answering.promise;
  return { headers: answer.headers, body: await text(answer) };
}

function errorOf(thrown: unknown): string {
  const { name, message, stack = "" } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return JSON.stringify({ errorType: name, errorMessage: message, stackTrace: stack.split("\n").slice(1) });
}

async function load(): Promise<Handler> {
  const [file, exported = ""] = named.split(".");
  const { [exported]: handler } = await import(pathToFileURL(join(root, `${file}.mjs`)).href);
  if (typeof handler !== "function") throw new TypeError(`${named} is no function`);
  // As AWS's runtime for Node 24 does: it calls nothing back.
  if (handler.length >= 3) throw new TypeError(`${named} asks for a callback`);
  return handler;
}

const handler = await load().catch(async (thrown: unknown) => {
  await call("POST", "init/error", errorOf(thrown));
  process.exit(1);
});
for (;;) {
  const { headers, body } = await call("GET", "invocation/next");
  const told = (name: string): string => String(headers[`lambda-runtime-${name}`]);
  const requestId = told("aws-request-id");
  Object.assign(process.env, { _X_AMZN_TRACE_ID: told("trace-id") });
  const context = {
    awsRequestId: requestId,
    invokedFunctionArn: told("invoked-function-arn"),
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Number(told("deadline-ms")) - Date.now(),
  };
  try {
    const answer = await handler(JSON.parse(body), context);
    await call("POST", `invocation/${requestId}/response`, JSON.stringify(answer ?? null));
  } catch (thrown) {
    await call("POST", `invocation/${requestId}/error`, errorOf(thrown));
  }
}
