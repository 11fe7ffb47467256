import type { HandOver, Receipt, Route, RouteName } from "../../../../functions/messages/routes/route.ts";
import type { Model } from "./model.ts";
import type { Act, Behaviour, Setting } from "./steps.ts";

type Taken = { route: RouteName; attemptId: string; own: string };

/** How long a slow network takes: longer than what counts as slow. */
const slowMs = 4_000;

/** Two networks that do with each text as they were told to, and else what they should. What they took, they took: only lookUp's silence can be chosen. */
export function createNetworks(model: Model, { asked, names }: Setting, forward: (ms: number) => void) {
  const plans: Record<RouteName, { will: Behaviour[]; tells: boolean[] }> = { sns: { will: [], tells: [] }, http: { will: [], tells: [] } };
  const taken: Taken[] = [];
  const nameOf = ({ route, attemptId, own }: Taken): string => (route === "http" && names === "ours" ? attemptId : own);

  function answerTo(route: RouteName, does: Behaviour, attemptId: string): HandOver {
    if (does === "isBusy" || does === "refuses") return { outcome: "notHanded", because: does, final: does === "refuses" };
    const one = { route, attemptId, own: `${route}-${taken.length + 1}` };
    if (does !== "loses") taken.push(one);
    return does === "loses" || does === "takesInSilence" ? { outcome: "unknown", because: does } : { outcome: "handed", routeMessageId: nameOf(one) };
  }

  const routeOf = (route: RouteName): Route => ({
    name: route,
    async handOver({ to, body, attemptId }) {
      const does = plans[route].will.shift() ?? "takes";
      const before = taken.length;
      const answer = answerTo(route, does, attemptId);
      model.handedOver({ attemptId, to, body, taken: taken.length > before }, answer);
      if (does === "takesSlowly") forward(slowMs);
      return answer;
    },
    probe: async () => plans[route].will.length === 0,
    ...(route === "http" && asked === "truly" ? { lookUp } : {}),
  });

  async function lookUp(attemptId: string): Promise<HandOver> {
    const found = taken.find((one) => one.attemptId === attemptId);
    const tells = plans.http.tells.shift() ?? true;
    const answer: HandOver = !tells ? { outcome: "unknown", because: "silent" } : found ? { outcome: "handed", routeMessageId: nameOf(found) } : { outcome: "notHanded", because: "unknownHere", final: false };
    model.lookedUp(attemptId, answer);
    return answer;
  }

  return {
    sns: routeOf("sns"),
    http: routeOf("http"),
    plan: (route: RouteName, will: readonly Behaviour[], tells: readonly boolean[]) => void (plans[route] = { will: [...will], tells: [...tells] }),
    /** What a network says of one of the texts it took, by the name it is asked to use; of none, when it took none. */
    receipt({ which, named, status }: Extract<Act, { do: "receipt" }>): Receipt {
      const one = taken.at(-1 - (which % Math.max(1, taken.length)));
      const id = named === "byNobody" || !one ? "a text of somebody else" : named === "byUs" ? one.attemptId : nameOf(one);
      return { route: one?.route ?? "sns", id, status, ...(status === "undelivered" ? { because: "phoneUnreachable" } : {}) };
    },
  };
}
