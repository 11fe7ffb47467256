import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { startRuntimeApi } from "./runtime-api.ts";
import { keepLog } from "./kept-log.ts";

const ownLoop = [fileURLToPath(import.meta.resolve("./runtime-loop.ts"))];

type Given = {
  functionName: string;
  /** The folder of the bundle, with `index.mjs` in it. */
  folder: string;
  environment: Record<string, string>;
  timeoutMs?: number;
  /** What Node is told to run: our own loop, unless a test is about another. */
  runtime?: readonly string[];
};

/** What Lambda itself puts into every function's environment; the stack asks for JSON logs. */
const lambdaEnvironment = (functionName: string, folder: string) => ({
  AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
  AWS_REGION: "ap-southeast-1",
  AWS_DEFAULT_REGION: "ap-southeast-1",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_SESSION_TOKEN: "local",
  AWS_LAMBDA_FUNCTION_NAME: functionName,
  AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "1024",
  AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
  AWS_LAMBDA_LOG_FORMAT: "JSON",
  AWS_LAMBDA_LOG_LEVEL: "INFO",
  AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${functionName}`,
  AWS_LAMBDA_LOG_STREAM_NAME: "2026/11/22/[$LATEST]00000000000000000000000000000000",
  LAMBDA_TASK_ROOT: folder,
  _HANDLER: "index.handler",
  LANG: "en_US.UTF-8",
  TZ: ":UTC",
});

/** A bundle in a process of its own, cold, with what Lambda and its stack give it and nothing of ours; it waits for events. */
export async function startFunction({ functionName, folder, environment, timeoutMs, runtime = ownLoop }: Given) {
  const api = await startRuntimeApi({ functionName, ...(timeoutMs ? { timeoutMs } : {}) });
  const env = { ...lambdaEnvironment(functionName, folder), ...environment, AWS_LAMBDA_RUNTIME_API: api.host };
  const child = spawn(process.execPath, runtime, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on("line", (line) => {
      lines.push(line);
      keepLog(line);
    });
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  void closed.then(() => api.fail({ errorType: "Runtime.ExitError", errorMessage: `Runtime exited with ${child.exitCode ?? child.signalCode}` }));
  void api.ended.then(() => child.kill("SIGKILL"));

  return {
    pid: child.pid ?? 0,
    host: api.host,
    invoke: api.invoke,
    /** Why it answers no more; does not come while it is well. */
    ended: api.ended,
    /** What it wrote to its log. */
    lines,
    stop: async () => {
      child.kill("SIGKILL");
      await closed;
      await api.stop();
    },
  };
}
export type RunningFunction = Awaited<ReturnType<typeof startFunction>>;
