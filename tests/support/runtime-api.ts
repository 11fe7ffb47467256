import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

type FunctionError = { errorType: string; errorMessage: string };
/** What a function made of an event. */
export type Answer = { payload: unknown } | { error: FunctionError };

type Invocation = { requestId: string; event: string; settle: (answer: Answer) => void };
type Door = { method: string; path: RegExp; answer: (request: IncomingMessage, response: ServerResponse, named: string) => Promise<void> | void };

/** What Lambda takes back from a function: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const mostBytes = 6 * 1024 * 1024;

/**
 * Lambda around one environment of one function, as far as protocols show it. To the function it is the Runtime API
 * (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html), to whoever invokes it the service that AWS's client speaks to.
 */
export async function startRuntimeApi({ functionName, timeoutMs = 30_000 }: { functionName: string; timeoutMs?: number }) {
  const functionArn = `arn:aws:lambda:ap-southeast-1:000000000000:function:${functionName}`;
  const waiting: Invocation[] = [];
  const underWay = new Map<string, Invocation & { late: NodeJS.Timeout }>();
  /** The runtime, while it asks and there is no event. */
  let asking: ServerResponse | null = null;
  let over: FunctionError | null = null;
  const { promise: ended, resolve: end } = Promise.withResolvers<FunctionError>();

  /** The environment is of no use any more: neither what is under way nor what comes is answered by it. */
  const fail = (error: FunctionError): void => {
    over ??= error;
    end(over);
    for (const [requestId] of underWay) settle(requestId, { error: over });
    for (const invocation of waiting.splice(0)) invocation.settle({ error: over });
  };
  const settle = (requestId: string, answer: Answer): boolean => {
    const invocation = underWay.get(requestId);
    if (!invocation) return false;
    clearTimeout(invocation.late);
    underWay.delete(requestId);
    invocation.settle(answer);
    return true;
  };
  const handOut = (): void => {
    const invocation = asking ? waiting.shift() : undefined;
    if (!asking || !invocation) return;
    const { requestId } = invocation;
    const late = setTimeout(() => fail({ errorType: "Sandbox.Timedout", errorMessage: `Task timed out after ${timeoutMs / 1_000} seconds` }), timeoutMs);
    underWay.set(requestId, { ...invocation, late });
    asking
      .writeHead(200, {
        "Content-Type": "application/json",
        "Lambda-Runtime-Aws-Request-Id": requestId,
        "Lambda-Runtime-Deadline-Ms": String(Date.now() + timeoutMs),
        "Lambda-Runtime-Invoked-Function-Arn": functionArn,
        "Lambda-Runtime-Trace-Id": `Root=1-${Math.floor(Date.now() / 1_000).toString(16)}-${requestId.replaceAll("-", "").slice(0, 24)};Parent=00f067aa0ba902b7;Sampled=1`,
      })
      .end(invocation.event);
    asking = null;
  };
  const invoke = (event: string): Promise<Answer> => {
    if (over) return Promise.resolve({ error: over });
    const { promise, resolve } = Promise.withResolvers<Answer>();
    waiting.push({ requestId: randomUUID(), event, settle: resolve });
    handOut();
    return promise;
  };

  const taken = (response: ServerResponse): void => void response.writeHead(202, { "Content-Type": "application/json" }).end('{"status":"OK"}');
  const refused = (response: ServerResponse, status: number, errorType: string): void =>
    void response.writeHead(status, { "Content-Type": "application/json", "X-Amzn-ErrorType": errorType }).end(JSON.stringify({ errorType, errorMessage: errorType }));

  const doors: readonly Door[] = [
    {
      method: "GET",
      path: /^\/2018-06-01\/runtime\/invocation\/(next)$/,
      answer: (_, response) => {
        asking = response;
        handOut();
      },
    },
    {
      method: "POST",
      path: /^\/2018-06-01\/runtime\/invocation\/([\w-]+)\/response$/,
      answer: async (request, response, requestId) => {
        const body = await text(request);
        const fits = Buffer.byteLength(body) <= mostBytes;
        const answer = fits ? { payload: JSON.parse(body || "null") } : { error: { errorType: "Function.ResponseSizeTooLarge", errorMessage: `longer than ${mostBytes} bytes` } };
        const isKnown = settle(requestId, answer);
        if (isKnown && fits) taken(response);
        else refused(response, fits ? 400 : 413, fits ? "InvalidRequestID" : "RequestEntityTooLarge");
      },
    },
    {
      method: "POST",
      path: /^\/2018-06-01\/runtime\/invocation\/([\w-]+)\/error$/,
      answer: async (request, response, requestId) => (settle(requestId, { error: errorIn(await text(request)) }) ? taken(response) : refused(response, 400, "InvalidRequestID")),
    },
    {
      method: "POST",
      path: /^\/2018-06-01\/runtime\/init\/(error)$/,
      answer: async (request, response) => {
        const error = errorIn(await text(request));
        response.once("finish", () => fail(error));
        taken(response);
      },
    },
    {
      method: "POST",
      path: /^\/2015-03-31\/functions\/([^/]+)\/invocations$/,
      answer: async (request, response, named) => {
        if (![functionName, functionArn].includes(decodeURIComponent(named))) return refused(response, 404, "ResourceNotFoundException");
        const answering = invoke((await text(request)) || "{}");
        if (request.headers["x-amz-invocation-type"] === "Event") return void response.writeHead(202).end();
        const answer = await answering;
        const failed = "error" in answer;
        response.writeHead(200, { "Content-Type": "application/json", "X-Amz-Executed-Version": "$LATEST", ...(failed ? { "X-Amz-Function-Error": "Unhandled" } : {}) });
        return void response.end(JSON.stringify(failed ? answer.error : answer.payload));
      },
    },
  ];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const door = doors.find(({ method, path }) => method === request.method && path.test(pathname));
    if (!door) return refused(response, 404, "UnknownOperation");
    const [, named = ""] = door.path.exec(pathname) ?? [];
    return void door.answer(request, response, named);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();

  return {
    /** Where the function finds it: `AWS_LAMBDA_RUNTIME_API`. With `http://` before it, where AWS's client finds it: `AWS_ENDPOINT_URL_LAMBDA`. */
    host: `127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    /** One event after the other, as an environment of Lambda's is given them. */
    invoke: (event: unknown): Promise<Answer> => invoke(JSON.stringify(event)),
    fail,
    /** Comes when the environment was given up: it could not begin, took too long, or went away. */
    ended,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function errorIn(body: string): FunctionError {
  const { errorType, errorMessage } = JSON.parse(body);
  return { errorType: String(errorType), errorMessage: String(errorMessage) };
}
