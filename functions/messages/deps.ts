import type { Log } from "../platform/log.ts";
import type { Route } from "./routes/route.ts";
import type { MessageStore } from "./store.ts";

export type Deps = { store: MessageStore; route: Route; log: Log; now: () => Date };
