import { senderEnv, type RouteSettings } from "../../functions/messages/sender/settings.ts";
import { localRoutes } from "../../infra/local/aggregator.ts";

/** The routes the suite is told to run on by SMS_ROUTES, the preferred one first; otherwise both networks of the phone. */
export const routesInUse = (): RouteSettings => senderEnv.SMS_ROUTES.parse(process.env.SMS_ROUTES ?? JSON.stringify(localRoutes));
