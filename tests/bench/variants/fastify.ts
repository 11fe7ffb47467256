import awsLambdaFastify from "@fastify/aws-lambda";
import fastify from "fastify";
import { bodyTypes, doors } from "./doors.ts";

const app = fastify({ bodyLimit: 64 * 1024 });
app.removeAllContentTypeParsers();
app.addContentTypeParser([...bodyTypes], { parseAs: "string" }, (_request, body, done) => done(null, body));
for (const { path, answer } of doors)
  app.post<{ Params: Record<string, string> }>(path, async ({ params, headers, body }, reply) => {
    const { status, headers: answered, body: text } = await answer({ params, headers, body: typeof body === "string" ? body : "" });
    return reply.code(status).headers(answered).send(text);
  });

// What its documentation advises for a cold start: be ready before the first event.
export const handler = awsLambdaFastify(app, { decorateRequest: false });
await app.ready();
