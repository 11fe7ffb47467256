import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { apiPaths } from "../../../shared/paths.ts";
import { correlated, logFailed, personalAnswers, safeHeaders } from "../../platform/http.ts";
import type { Deps } from "../deps.ts";
import { receive } from "../receive.ts";
import type { Aggregator } from "../routes/aggregator.ts";
import { readWebhook } from "./webhook.ts";

const mostBytes = 16 * 1_024;

/** The door of the aggregator's receipts. Whoever is not it learns nothing: no aggregator, no signature and a wrong one look alike. */
export function createReceiptsApp(deps: Pick<Deps, "store" | "log" | "now">, aggregator: Aggregator | null, secret: string): Hono {
  const app = new Hono();
  app.use(correlated(), safeHeaders, personalAnswers);
  app.post(apiPaths.receipts, bodyLimit({ maxSize: mostBytes, onError: (c) => c.body(null, 413) }), async (c) => {
    const body = await c.req.text();
    const receipt = aggregator ? readWebhook(aggregator, secret, { headers: c.req.raw.headers, body }, deps.now()) : "notSigned";
    if (receipt === "notSigned") {
      deps.log.warn("RECEIPT_NOT_SIGNED");
      return c.body(null, 401);
    }
    if (receipt === "notUnderstood") {
      deps.log.warn("RECEIPTS_NOT_UNDERSTOOD", { count: 1 });
      return c.body(null, 422);
    }
    if (receipt) await receive(deps, receipt);
    return c.body(null, 204);
  });
  app.notFound((c) => c.body(null, 404));
  app.onError((thrown, c) => {
    logFailed(deps.log, c, thrown);
    return c.body(null, 500);
  });
  return app;
}
