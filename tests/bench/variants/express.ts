import express from "express";
import serverless from "serverless-http";
import { bodyTypes, doors } from "./doors.ts";

const app = express();
app.disable("x-powered-by");
app.disable("etag");
app.use(express.text({ type: bodyTypes, limit: "64kb" }));
for (const { path, answer } of doors)
  app.post(path, async ({ params, headers, body }, response) => {
    const { status, headers: answered, body: text } = await answer({ params, headers, body: typeof body === "string" ? body : "" });
    response.status(status).set(answered).send(text);
  });

export const handler = serverless(app);
