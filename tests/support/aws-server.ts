import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

type Input = Record<string, unknown>;
export type Reply =
  | { json: unknown }
  | { xml: string }
  /** A function ran and failed. */
  | { functionError: unknown }
  | { error: string; message?: string; status?: number }
  /** The request arrived, and no answer comes. */
  | "cutOff";
/** What is answered to a call, by its name as AWS has it: "ListUsersInGroup". */
export type Answers = Record<string, Reply | ((input: Input) => Reply | Promise<Reply>)>;

/** The call a request makes, in the protocols of the SDK: the path of a function, a header with JSON, or a form. */
function callOf({ url = "", headers }: IncomingMessage, body: string): { name: string; input: Input } {
  if (url.includes("/functions/")) return { name: "Invoke", input: { functionName: decodeURIComponent(url.split("/")[3] ?? ""), event: JSON.parse(body) } };
  const target = headers["x-amz-target"];
  if (target) return { name: String(target).split(".")[1] ?? "", input: JSON.parse(body) };
  const fields = Object.fromEntries(new URLSearchParams(body));
  return { name: fields.Action ?? "", input: fields };
}

const errorXml = (code: string, message: string): string => `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`;

function send(response: ServerResponse, name: string, reply: Reply): void {
  if (reply === "cutOff") response.destroy();
  else if ("xml" in reply) response.end(`<${name}Response><${name}Result>${reply.xml}</${name}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${name}Response>`);
  else if ("functionError" in reply) response.setHeader("x-amz-function-error", "Unhandled").end(JSON.stringify(reply.functionError));
  else if ("json" in reply) response.end(JSON.stringify(reply.json ?? null));
  else {
    const { error, message = "no", status = 400 } = reply;
    const isForm = response.req.headers["content-type"]?.includes("form");
    response.writeHead(status).end(isForm ? errorXml(error, message) : JSON.stringify({ __type: error, message }));
  }
}

/** Speaks for every service of AWS that is asked something, as told; remembers what it was asked. */
export async function startAws(answers: Answers) {
  const asked: { name: string; input: Input }[] = [];
  const replyTo = async (name: string, input: Input): Promise<Reply> => {
    asked.push({ name, input });
    const given = answers[name] ?? { error: "AccessDenied" };
    return typeof given === "function" ? given(input) : given;
  };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      const { name, input } = callOf(request, body);
      void replyTo(name, input)
        // Whatever breaks in the handler of a function is Lambda's to tell.
        .catch((thrown: unknown): Reply => ({ functionError: { errorType: thrown instanceof Error ? thrown.name : "unknown" } }))
        .then((reply) => send(response, name, reply));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    asked,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

type StackOf = { account: string; outputs: Record<string, string>; status?: string; drift?: string };

/** What CloudFormation says of one stack. */
export const stackAnswer = ({ account, outputs, status = "UPDATE_COMPLETE", drift = "NOT_CHECKED" }: StackOf): Reply => ({
  xml: `<Stacks><member><StackName>duong-ve-prod</StackName><StackId>arn:aws:cloudformation:ap-southeast-1:${account}:stack/duong-ve-prod/1</StackId><CreationTime>2026-11-01T00:00:00Z</CreationTime><StackStatus>${status}</StackStatus><DriftInformation><StackDriftStatus>${drift}</StackDriftStatus></DriftInformation><Outputs>${Object.entries(outputs)
    .map(([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`)
    .join("")}</Outputs></member></Stacks>`,
});
/** What CloudFormation says of a name that no stack has. */
export const noStack: Reply = { error: "ValidationError", message: "Stack with id duong-ve-prod does not exist" };
