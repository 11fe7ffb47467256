import { keeperOn } from "../../../support/keepers.ts";
import { createNetworkStore } from "../../../../functions/messages/network-store.ts";
import { createNetwork } from "../../../../functions/messages/network.ts";
import { createMessageStore } from "../../../../functions/messages/store.ts";
import type { SweepDeps } from "../../../../functions/messages/sweep.ts";
import type { Deps as HotlineDeps } from "../../../../functions/hotline/deps.ts";
import { createHotlineStore } from "../../../../functions/hotline/store.ts";
import { ids } from "../../../../functions/platform/ids.ts";
import type { Spending } from "../../../../functions/platform/budget.ts";
import { createOutbox } from "../../../../functions/platform/outbox.ts";
import type { Deps as RegistrationDeps } from "../../../../functions/registration/deps.ts";
import { createRegistrationStore } from "../../../../functions/registration/store.ts";
import { daysAfter } from "../../../../shared/calendar/civil-date.ts";
import { localDate } from "../../../../shared/calendar/local-time.ts";
import { emptyHotline, hotlineOf, slotsWith, writeRows } from "../../../support/hotline.ts";
import { messagesSeal } from "../../../support/sender.ts";
import type { World } from "../../../support/world.ts";
import { createModel } from "./model.ts";
import { createNetworks } from "./networks.ts";
import { overhear } from "./overhear.ts";
import type { Process } from "./process.ts";
import type { Setting } from "./steps.ts";

/** A part of the service taken out, to see that it is missed. */
export type Sabotage = (deps: SweepDeps, tables: Tables) => SweepDeps;
export type Tables = Pick<World, "client" | "names">;

export const rosterTimes = ["08:30", "10:00", "15:00", "20:30"] as const;
const rosterDays = 20;
/** How long a sender waits for its turn, as its wiring says. */
const waitMs = 3_000;

/** The service on tables of its own, each function of it a new process, and a model that hears of all that is written and handed over. */
export async function openService(shared: World, setting: Setting, sabotage: Sabotage = (deps) => deps) {
  shared.moveTo(setting.at);
  const world = await emptyHotline(shared);
  const { client, names, now } = world;
  const { log } = world.deps;
  const model = createModel(now);
  const networks = createNetworks(model, setting, world.forward);
  let texts = 0;
  const ownIds = { ...ids, message: () => `text-${(texts += 1)}` };
  const outbox = createOutbox(names.messages, messagesSeal);

  const plain = hotlineOf(world);
  const days = Array.from({ length: rosterDays }, (_, n) => daysAfter(localDate(now()), n));
  await writeRows(plain, slotsWith(Object.fromEntries(days.flatMap((day) => rosterTimes.map((time) => [`${day}T${time}`, 3])))));

  function hotline(process: Process): HotlineDeps {
    const store = createHotlineStore(client, names.hotline, outbox, keeperOn(client, names.hotline, "hotline"));
    const heard: typeof store = {
      ...store,
      async write(changes, at) {
        const failed = await store.write(changes, at);
        if (failed.size === 0) model.wrote(changes);
        return failed;
      },
    };
    return { ...plain, ids: ownIds, store: process.through(heard) };
  }

  function registration(process: Process): RegistrationDeps & Spending {
    const heard = overhear(outbox, client, model);
    return { ...world.deps, siteOrigin: plain.siteOrigin, way: plain.way, ids: ownIds, store: process.through(createRegistrationStore(heard.client, names.registrations, heard.outbox, keeperOn(client, names.registrations, "registrations"))) };
  }

  function sender(process: Process): SweepDeps {
    const store = createMessageStore(client, names.messages, messagesSeal);
    const asked = new Map<string, string>();
    const heard = process.through({
      ...store,
      async claim(...[message, given]: Parameters<typeof store.claim>) {
        const claimed = await store.claim(message, given);
        if (claimed) model.claimed({ id: message.id, attempt: message.attempts + 1, askedAt: asked.get(message.id) ?? "" });
        return claimed;
      },
    });
    const other = setting.preferred === "sns" ? "http" : "sns";
    const network = createNetwork({
      store: process.through(createNetworkStore(client, names.messages)),
      routes: [process.through(networks[setting.preferred]), process.through(networks[other])],
      rates: { sns: setting.perSecond, http: setting.perSecond },
      log,
      now,
      pause: (ms) => process.call(() => world.pause(ms)),
      waitMs,
    });
    const deps: SweepDeps = {
      store: {
        ...heard,
        due: process.eachThrough((...args: Parameters<typeof store.due>) => store.due(...args)),
        // A hand-over begins when its claim is asked for: what follows takes as long as machines take.
        claim(message, given) {
          asked.set(message.id, now().toISOString());
          return heard.claim(message, given);
        },
      },
      network,
      log,
      now,
      pause: (ms) => process.call(() => world.pause(ms)),
      random: () => 0.5,
      digest: (body) => messagesSeal.hash("text", body),
    };
    return sabotage(deps, world);
  }

  return { world, model, networks, hotline, registration, sender };
}
export type Service = Awaited<ReturnType<typeof openService>>;
