import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import type { Context } from "aws-lambda";

/** What is being answered. Its id is the gateway's or Lambda's own, so that it leads from this log to theirs. */
type Correlation = { requestId?: string | undefined; source?: string | undefined };

const storage = new AsyncLocalStorage<Correlation>();

/** What is being answered right here; nothing outside of a request. */
export const currentRequest = (): Correlation => storage.getStore() ?? {};

/** Whatever is logged or promised during the work carries the request's id; one of its own, where nobody gave one. */
export const during = <T>({ requestId = randomUUID(), source }: Correlation, work: () => T): T => storage.run({ requestId, source }, work);

/** The same for what Lambda wakes without a gateway. */
export const eachEvent =
  <Event, Result>(work: (event: Event) => Result) =>
  (event: Event, { awsRequestId }: Partial<Pick<Context, "awsRequestId">>): Result =>
    during({ requestId: awsRequestId }, () => work(event));
