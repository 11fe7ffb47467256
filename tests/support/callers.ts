import type { Deps } from "../../functions/hotline/deps.ts";
import { createApp } from "../../functions/hotline/public/app.ts";
import type { Spending } from "../../functions/platform/budget.ts";
import { send } from "../../functions/messages/send.ts";
import { refOf } from "../../functions/platform/outbox.ts";
import { callbackConsentWording, type CallbackRequest } from "../../shared/hotline/callback.ts";
import type { HotlineLines } from "../../shared/hotline/lines.ts";
import type { SlotId } from "../../shared/hotline/slots.ts";
import { callbackStepBySlug, callbackSteps, callbackSubmitSlug, firstCallbackStep, type CallbackStep, type CallbackStepId } from "../../shared/hotline/steps.ts";
import type { Language } from "../../shared/language.ts";
import { catalogue, type TemplateName, type Way } from "../../shared/messages/catalogue.ts";
import { callbackPath } from "../../shared/paths.ts";
import { e164 } from "./applications.ts";
import { appAs } from "./as-function.ts";
import { plainPost, withSealed, type Page } from "./form-walk.ts";
import { senderOn } from "./sender.ts";
import { allRows, callRequest, emptyHotline, hotlineOf, promisedRows, slotsWith, writeRows } from "./hotline.ts";
import { actionIn } from "./pages.ts";
import { testPhone } from "./people.ts";
import type { Row, Text, World } from "./world.ts";

export type Fields = [string, string][];

/** The phones of callers at the public door: 0900 000 300 to 0900 000 399. */
export const callerAt = (n: number): string => testPhone(300 + (n % 100));

/** A request as somebody types it; each test changes only what it is about. */
export const wish = (n: number, change: Partial<CallbackRequest> = {}): CallbackRequest => callRequest({ phone: callerAt(n), ...change });
export const wishAt = (n: number, slotId: SlotId, change: Partial<CallbackRequest> = {}): CallbackRequest => wish(n, { way: "slot", slotId, ...change });
/** The same without texts. */
export const untexted: Pick<CallbackRequest, "contact" | "consents"> = {
  contact: { ...callRequest().contact, mayText: "no" },
  consents: { ...callRequest().consents, texts: false },
};

/** All that was logged, but for the ids of messages: any digits may stand in them by chance. */
export const logOf = ({ logged }: World): string => JSON.stringify(logged).replace(/"messageId":"[\da-f-]{36}"/g, '"messageId":"…"');

const at = (value: unknown, path: string): unknown =>
  path.split(".").reduce<unknown>((node, key) => (typeof node === "object" && node !== null ? (node as Record<string, unknown>)[key] : undefined), value);

/** What a person would type into one step of the callback form to give this request. */
export const typedFor = (step: CallbackStep, request: CallbackRequest): Fields =>
  step.fields.flatMap(({ kind, name }): Fields => {
    const value = at(request, name);
    if (kind === "tick") return value === true ? [[name, callbackConsentWording]] : [];
    if (value === undefined) return [];
    return Array.isArray(value) ? value.map((one) => [name, String(one)]) : [[name, String(value)]];
  });

export const callbackStep = (id: CallbackStepId): CallbackStep => {
  const found = callbackSteps.find((step) => step.id === id);
  if (!found) throw new Error(`no step ${id}`);
  return found;
};

const noLines: HotlineLines = { lines: [], night: [], showsAs: null };

/** The public door of a hotline that nobody has used yet, on a world's engine, clock and phone. */
export async function openDoor(shared: World, lines: HotlineLines = noLines, change: Partial<Deps> = {}) {
  const world = await emptyHotline(shared);
  const deps: Deps & Spending = { ...hotlineOf(world), ...change };
  const app = appAs("hotlinePublic", createApp(deps, { siteOrigin: "http://localhost", assetsVersion: "test", lines }));
  const sender = senderOn({ client: world.client, table: world.names.messages, routes: [world.route], log: world.deps.log, now: world.now, pause: world.pause });
  const earlier = (await shared.texts()).length;

  const get = async (path: string): Promise<Page> => {
    const answer = await app.request(path);
    return { status: answer.status, html: await answer.text(), headers: answer.headers, sealed: "", slug: "" };
  };
  const post = (path: string, fields: Fields = []): Promise<Page> => plainPost({ app }, path, fields);

  /** What a form page is about: its step, "help" for the numbers before it goes on, or "check". */
  const shown = ({ html }: Page): CallbackStepId | "help" | "check" | undefined => {
    const [slug = "", show] = actionIn(html).replace(/^(?:\/en)?\/hen-goi\//, "").split("/");
    if (slug === callbackSubmitSlug) return "check";
    return show ? "help" : callbackStepBySlug(slug)?.id;
  };
  const answer = (page: Page, id: CallbackStepId, fields: Fields, language: Language = "vi"): Promise<Page> => post(callbackPath(language, callbackStep(id).slug), withSealed(page.sealed, fields));
  const show = (page: Page, id: CallbackStepId, fields: Fields = [], language: Language = "vi"): Promise<Page> => post(callbackPath(language, `${callbackStep(id).slug}/xem`), withSealed(page.sealed, fields));
  const sendForm = (page: Page, language: Language = "vi"): Promise<Page> => post(callbackPath(language, callbackSubmitSlug), withSealed(page.sealed));

  /** Answers page by page, each time the page that is shown, until the wanted one is. */
  const walk = async (request: CallbackRequest, to: CallbackStepId | "help" | "check" = "check", seen: (id: string, page: Page) => void = () => {}): Promise<Page> => {
    const { language } = request;
    let page = await post(callbackPath(language, firstCallbackStep.slug), typedFor(firstCallbackStep, request));
    for (let pages = 1; pages <= 10; pages += 1) {
      const id = shown(page);
      if (id === to) return page;
      if (!id || id === "check" || page.status !== 200) throw new Error(`the walk to ${to} ended at ${id ?? "no page of the form"} with ${page.status}`);
      seen(id, page);
      page = id === "help" ? await post(actionIn(page.html), withSealed(page.sealed)) : await answer(page, id, typedFor(callbackStep(id), request), language);
    }
    throw new Error(`the walk to ${to} has no end`);
  };
  /** A request from the first page to its receipt, or whatever sending it leads to. */
  const ask = async (request: CallbackRequest): Promise<Page> => sendForm(await walk(request), request.language);

  /** But for the area's keys, and what askers spent. */
  const hotlineRows = async (): Promise<Row[]> => (await allRows(world, "hotline")).filter(({ pk }) => !/^(KEYS|BUDGET#)/.test(pk));
  const messageRows = (): Promise<Row[]> => promisedRows(world);
  return {
    world,
    deps,
    app,
    get,
    post,
    shown,
    answer,
    show,
    sendForm,
    walk,
    ask,
    hotlineRows,
    messageRows,
    /** Half hours with so many seats, as a roster would have made them. */
    roster: (seats: Readonly<Record<SlotId, number>>) => writeRows(deps, slotsWith(seats)),
    callbacks: async (): Promise<Row[]> => (await hotlineRows()).filter(({ sk }) => sk === "CALLBACK"),
    json: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      app.request(path, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: typeof body === "string" ? body : JSON.stringify(body) }),
    /** Sends what is due, in its order, and gives what has reached a phone from this hotline. */
    textsTo: async (phone: string): Promise<Text[]> => {
      for (const row of (await messageRows()).toSorted((a, b) => (String(a.dueAt) < String(b.dueAt) ? -1 : 1))) {
        const ref = refOf(row);
        if (ref) await send(sender, ref);
      }
      return (await shared.texts()).slice(earlier).filter(({ to }) => to === e164(phone));
    },
  };
}
export type Door = Awaited<ReturnType<typeof openDoor>>;

const valueShapes: Record<string, string> = { time: String.raw`\d{2}:\d{2} [A-Za-z ]+ \d{2}/\d{2}`, link: String.raw`\S+`, short: "(?:[A-Z0-9]{4} ?){3}" };
/** What a text of the catalogue says, whatever was filled in; what was is in its groups. */
export function wordsOf(template: TemplateName, language: Language, way: Way = "link"): RegExp {
  const own: string | Record<Way, string> = catalogue[template][language];
  const words = typeof own === "string" ? own : own[way];
  return new RegExp(`^${words.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{(\w+)\}/g, (_, name: string) => `(?<${name}>${valueShapes[name] ?? ".+?"})`)}$`);
}

/** The times a page offers, in their order on it, and which of them is chosen. */
export function timesIn(html: string): { offered: SlotId[]; chosen: SlotId[] } {
  const boxes = html.match(/<input type="radio"[^>]*name="slotId"[^>]*>/g) ?? [];
  const idOf = (box: string): SlotId => /value="([^"]+)"/.exec(box)?.[1] ?? "";
  return { offered: boxes.map(idOf), chosen: boxes.filter((box) => /\schecked/.test(box)).map(idOf) };
}
/** The times offered first, because they are nearest to one that cannot be had. */
export const nearestIn = (html: string): SlotId[] => timesIn(/<div class="times">.*?<\/div>/s.exec(html.split("<details")[0] ?? "")?.[0] ?? "").offered;

/** What a form carries unseen, beside its sealed answers. */
export const hiddenIn = (html: string): Fields => [...html.matchAll(/<input type="hidden" name="(?!sealed)([^"]+)" value="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]);

/** Reference, change code and link on a receipt page. */
export function receiptIn(html: string): { reference: string; code: string; link: string } {
  const [reference = "", code = ""] = [...html.matchAll(/class="code">([^<]+)</g)].map(([, text = ""]) => text);
  return { reference: reference.replace(" ", ""), code, link: /href="([^"]*\/lich-hen\/[^"]+)"/.exec(html)?.[1] ?? "" };
}
