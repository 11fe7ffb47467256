import { randomUUID } from "node:crypto";
import { book } from "../../../functions/hotline/book.ts";
import { putShift } from "../../../functions/hotline/roster.ts";
import { askRight } from "../../../functions/registration/ask-right.ts";
import { signatureOf } from "../../../functions/messages/routes/aggregator.ts";
import { routeOf } from "../../../infra/local/gateway.ts";
import { proofHeaders } from "../../../shared/abuse/proof.ts";
import { languages } from "../../../shared/language.ts";
import { apiPaths, lookupPath } from "../../../shared/paths.ts";
import { rightKinds } from "../../../shared/privacy/rights.ts";
import { actNames, type Act } from "../../../shared/registration/acts.ts";
import { actPath, casePath } from "../../../shared/registration/desk-paths.ts";
import { mayMove, type ApplicationState } from "../../../shared/registration/state.ts";
import { csrfName } from "../../../shared/staff/desk-form.ts";
import { buildSite } from "../../../web/build.tsx";
import { secret, setting } from "../../support/aggregator.ts";
import { callRequest, callerPhone, shiftOn } from "../../support/hotline.ts";
import { askIn, tokenIn } from "../../support/pages.ts";
import { dung, registrationDesk, typedFacts } from "../../support/registration-desk.ts";
import { gets, isForAll, nameOf, ofOwnPage, openDoors, posts, type Doors, type Way } from "../attacks/doors.ts";
import { bodyText, notAsDescribed, operations } from "./api-calls.ts";
import { mark } from "./nasty.ts";
import { readHtml, type Form, type Page } from "./read-html.ts";
import { bodyOf, filledIn, type Change } from "./typed.ts";
import type { Came, Hop, Odd, Visit } from "./visits.ts";
import { mainWrites, tornIn, watchWrites } from "./written.ts";

type Asked = { method: string; path: string; headers: Record<string, string>; body?: string };
type Answer = { status: number; headers: Headers; text: string; page?: Page };
type Entry = { path: string; page?: undefined } | { page: Page; path?: undefined };

/** As in attacks/doors.ts. */
const officerRoles = ["communeOfficer", "administrator"] as const;
const formType = "application/x-www-form-urlencoded";
/** What an answer of ours can be; nothing at all is one too. */
const kinds: ReadonlySet<string> = new Set(["", "text/html", "application/json", "application/problem+json", "application/pdf", "text/calendar"]);
/** Pages that write when they are asked for: the sign-in keeps an attempt, and who takes a paper out is written down. */
const writesWhenRead = /^GET (\/desk\/sign-in|\/desk\/registrations\/papers)/;

/**
 * What is done in several writes, each whole and done again by pressing again: what somebody asks for, before it is written down as done;
 * the half hours that are closed or have nobody any more, then each of those who were booked there.
 */
const inPieces: ReadonlySet<string> = new Set(["POST /tra-cuu/quyen/gui", ...["/today/close", "/roster/add", "/roster/absent", "/roster/remove"].map((act) => `POST /desk/hotline${act}`)]);
/** What somebody has noted of a call that another took over meanwhile is kept, though no outcome is recorded. */
const keepsNotes: ReadonlySet<string> = new Set(["POST /desk/hotline/call/:key/outcome", "POST /desk/hotline/call/:key/hand-back"]);
const notes: ReadonlySet<string> = new Set(["hotline CALLER EVENT", "hotline CALLER CHAIN"]);

const built = buildSite("test");

/** People, staff and machines at every door of a service of its own, and what is wrong with what they are answered. */
export async function openFuzz() {
  const named = process.env.AWS_ENDPOINT_URL_DYNAMODB;
  const doors = await openDoors();
  const { world } = doors;
  const desk = registrationDesk(world);
  const owners = await people(doors, desk);
  const entries = await entriesOf(doors, desk, owners);
  const receipts = posts(doors.ways).filter(({ door }) => door.name === "messageReceipts");
  // What is posted writes: it is asked more often than what is read.
  const ways = [...Array.from({ length: 3 }, () => posts(doors.ways)).flat(), ...gets(doors.ways), ...Array.from({ length: 12 }, () => receipts).flat()];
  /** What an address is asked under: what names most of it comes first. */
  const patterns = doors.ways
    .map(({ door, method, pattern }) => ({ door, method, pattern, reads: new RegExp(`^${pattern.replace(/\/\*$/, "(/.*)?").replaceAll(/:[^/]+/g, "[^/]+").replaceAll(".", "\\.")}$`) }))
    .toSorted((one, other) => vagueness(one.pattern) - vagueness(other.pattern));
  const writes = watchWrites(world.client);
  const asked = { requests: 0, byWay: new Map<string, Map<number, number>>(), changed: new Map<string, Set<string>>() };
  let transcript: string[] = [];
  let linesRead = world.logged.length;

  const wayOf = (method: string, path: string): string => {
    const here = patterns.filter(({ reads, door }) => reads.test(path) && routeOf(path)?.function === door.name);
    const found = here.find((one) => one.method === method) ?? here[0];
    return `${method} ${(found?.pattern ?? "(no such address)").replace(/^\/en(?=\/)/, "")}`;
  };

  /** Asks, and finds what is wrong with the answer. */
  async function ask(door: Way["door"], { method, path, headers, body }: Asked, more: string[] = []): Promise<{ answer: Answer; faults: string[] }> {
    writes.take();
    const init = { method, headers, ...(body === undefined || ["GET", "HEAD"].includes(method) ? {} : { body }) };
    const response = await door.app.request(path, init);
    const text = await response.text();
    const way = wayOf(method, new URL(path, "http://localhost").pathname);
    count(way, response.status);
    const type = response.headers.get("content-type")?.split(";")[0] ?? "";
    const page = type === "text/html" && text !== "" ? readHtml(text, doors.staff.issuer.issuer) : undefined;
    const answer: Answer = { status: response.status, headers: response.headers, text, ...(page ? { page } : {}) };
    transcript.push(`${method} ${path.slice(0, 300)} ${JSON.stringify(headers).slice(0, 400)} ${(body ?? "").slice(0, 1_500)} → ${response.status}`);
    const found = [...more, ...faultsOf(way, answer, type), ...faultsWritten(way, answer.status, writes.take()), ...faultsLogged(), ...(page?.faults ?? [])];
    return { answer, faults: found.map((fault) => `${way} ${response.status}: ${fault}`) };
  }

  function count(way: string, status: number): void {
    asked.requests += 1;
    const byStatus = asked.byWay.get(way) ?? new Map<number, number>();
    asked.byWay.set(way, byStatus.set(Math.floor(status / 100), (byStatus.get(Math.floor(status / 100)) ?? 0) + 1));
  }

  function faultsLogged(): string[] {
    const lines = world.logged.slice(linesRead);
    linesRead = world.logged.length;
    return lines.flatMap((line) => (line.level === "error" || JSON.stringify(line).includes(mark) ? [`logged ${JSON.stringify(line)}`] : []));
  }

  const headersOf = (door: Way["door"], { address, language, cookie }: Came): Record<string, string> => ({
    "x-forwarded-for": `${address}, 130.176.0.1`,
    "accept-language": language,
    ...(cookie ? { cookie } : door.member ? { cookie: door.member.cookie } : {}),
  });

  async function play(visit: Visit): Promise<{ faults: string[]; transcript: string[] }> {
    transcript = [];
    const faults = visit.kind === "call" ? await playCall(visit) : visit.kind === "straight" ? await playStraight(visit) : await playPages(visit);
    return { faults, transcript };
  }

  async function playCall({ call, came, odd }: Extract<Visit, { kind: "call" }>): Promise<string[]> {
    const operation = operations[call.operation];
    if (!operation) return [];
    const owner = owners[call.body.kind === "example" ? call.body.n % owners.length : 0];
    if (!owner) throw new Error("nobody is here");
    const filled = (name: string): string | undefined => {
      const how = call.filled[name] ?? "none";
      if (how === "none") return undefined;
      if ("typed" in how) return how.typed;
      const own: Record<string, string> = { reference: how.own % 3 ? owner.reference : world.deps.ids.reference(), "Idempotency-Key": how.own % 4 ? randomUUID() : `used-before-${how.own}-x`, authorization: `Bearer ${owner.token}` };
      return own[name] ?? "";
    };
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent((filled(name) ?? "").toWellFormed()));
    const parameters = [...(operation.parameters ?? []).filter((one) => one.in === "header").map(({ name }) => name), ...(operation.security ? ["authorization"] : [])];
    // A proof is asked for seldom: it is sent along as often as it is made up.
    const given = parameters.flatMap((name): [string, string][] => {
      const value = Object.values<string>(proofHeaders).includes(name) && !(typeof call.filled[name] === "object" && "typed" in call.filled[name]) ? undefined : filled(name);
      return value === undefined ? [] : [[name, value]];
    });
    const door = doorAt(path);
    if (!door) return [];
    const method = odd.method ?? operation.method;
    const body = bodyText(call, () => ({ phone: owner.phone, ask: owner.ask, code: owner.code }));
    const origin: Record<string, string> = odd.origin ? { origin: odd.origin } : {};
    const headers = { ...headersOf(door, came), "content-type": odd.type ?? call.type, ...origin, ...Object.fromEntries(given) };
    const { answer, faults } = await ask(door, { method, path: `${path}${queryOf(odd)}`, headers, body: `${body}${" ".repeat(odd.more ?? 0)}` });
    const isThis = method === operation.method && wayOf(method, new URL(path, "http://localhost").pathname) === `${operation.method} ${operation.path.replaceAll(/\{(\w+)\}/g, ":$1")}`;
    const type = answer.headers.get("content-type") ?? "";
    return [...faults, ...(isThis ? notAsDescribed(operation, answer.status, type, answer.text).map((fault) => `${operation.method} ${operation.path}: ${fault}`) : [])];
  }

  async function playStraight({ way: n, changes, path, came, odd }: Extract<Visit, { kind: "straight" }>): Promise<string[]> {
    const way = ways[n % ways.length];
    if (!way) throw new Error("there is no way in");
    const parts = way.path.split("/");
    const somewhere = path ? [...parts.slice(0, 2 + (n % Math.max(1, parts.length - 2))), encodeURIComponent(path.toWellFormed())].join("/") : way.path;
    const door = doorAt(somewhere);
    if (!door) return [];
    if (door.name === "messageReceipts") return playReceipt(door, changes, came, odd);
    const { member } = door;
    return send(door, { path: `${somewhere}${queryOf(odd)}`, method: way.method, fields: member ? [[csrfName, member.csrf]] : [], changes: changes.map((one) => ({ ...one, how: one.how === "replace" ? "add" : one.how })), came, odd }).then(({ faults }) => faults);
  }

  /** The aggregator signs what it sends; what it says may be anything. */
  async function playReceipt(door: Way["door"], changes: readonly Change[], came: Came, odd: Odd): Promise<string[]> {
    const { webhook } = setting("https://texts.example");
    const said = Object.fromEntries([["id", "message-1.1"], ["status", "DELIVRD"], ...changes.map(({ how, at, name, value }) => [how === "add" ? name : (["id", "status", "reason"][at % 3] ?? ""), at % 7 ? value : { [value]: [value] }])]);
    const body = changes.some(({ how }) => how === "raw") ? (changes[0]?.value ?? "") : JSON.stringify(said);
    const timestamp = String(Math.floor(world.now().getTime() / 1_000));
    const signature = changes.some(({ how }) => how === "alter") ? `x${timestamp}` : signatureOf(secret, timestamp, body.toWellFormed(), "hex");
    const headers = { ...headersOf(door, came), "content-type": odd.type ?? "application/json", [webhook.signatureHeader]: signature, [webhook.timestampHeader]: timestamp };
    return (await ask(door, { method: odd.method ?? "POST", path: `${apiPaths.receipts}${queryOf(odd)}`, headers, body: `${body.toWellFormed()}${" ".repeat(odd.more ?? 0)}` })).faults;
  }

  async function playPages({ entry: n, hops, came }: Extract<Visit, { kind: "pages" }>): Promise<string[]> {
    const group = entries[n % entries.length] ?? [];
    const entry = group[Math.floor(n / entries.length) % group.length];
    if (!entry) throw new Error("there is no page");
    const faults: string[] = [];
    const met = new Map<string, number>();
    let at: At = entry.page ? { page: entry.page } : await open(entry.path, came, faults);
    for (const hop of hops) {
      if (!at || faults.length) break;
      const [address = ""] = at.path?.split("?") ?? [];
      const times = (met.get(address) ?? 0) + 1;
      met.set(address, times);
      // Whoever goes in circles has seen it.
      if (times > 2) break;
      // A page met again is answered by its next button.
      at = await onward(at, { ...hop, button: hop.button + times - 1 }, came, faults);
    }
    return faults;
  }

  type At = { page: Page; path?: string } | undefined;

  /** A page by its address: built ahead, or of one of the doors. Redirects are followed, a few. */
  async function open(path: string, came: Came, faults: string[], left = 3): Promise<At> {
    const { pathname } = new URL(path, "http://localhost");
    const door = doorAt(pathname);
    if (!door) {
      const html = (await built).get(`${pathname === "/" ? "" : pathname}/index.html`);
      return html === undefined ? undefined : { page: readHtml(html), path };
    }
    const got = await ask(door, { method: "GET", path, headers: headersOf(door, came) });
    faults.push(...got.faults);
    await signedInAgain(door, path, got.answer.status);
    return follow(got.answer, path, came, faults, left);
  }

  async function follow({ status, headers, page }: Answer, path: string, came: Came, faults: string[], left = 3): Promise<At> {
    const to = headers.get("location");
    if (page) return { page, path };
    return to?.startsWith("/") && status === 303 && left > 0 ? open(to, came, faults, left - 1) : undefined;
  }

  async function onward({ page, path = "/" }: { page: Page; path?: string }, hop: Hop, came: Came, faults: string[]): Promise<At> {
    const links = page.links.filter((link) => link.startsWith("/") && (!link.endsWith(".pdf") || hop.at % 5 === 0));
    const form = formAt(page, hop);
    if (hop.does === "link" || !form) {
      const link = links[hop.at % Math.max(1, links.length)];
      return link === undefined ? undefined : open(link, came, faults);
    }
    const button = form.buttons[hop.button % Math.max(1, form.buttons.length)];
    const to = new URL(button?.action ?? (form.action || path), "http://localhost");
    const { reference = "", phone = "", code = "", call } = owners[hop.filled % owners.length] ?? {};
    const known = to.pathname.includes("/lich-hen/") ? call : { reference, phone, code };
    const fields = [...filledIn(form, hop.filled, known && form.controls.some(({ name }) => name === "reference") ? known : {}), ...(button?.name ? [[button.name, button.value] satisfies [string, string]] : [])];
    if (form.method === "GET") return open(`${to.pathname}?${bodyOf(fields, hop.changes).body}`.slice(0, 8_000), came, faults);
    const door = doorAt(to.pathname);
    if (!door) return undefined;
    const sent = await send(door, { path: `${to.pathname}${to.search}${to.search ? "" : queryOf(hop.odd)}`, method: "POST", fields, changes: hop.changes, came, odd: hop.odd });
    faults.push(...sent.faults);
    return follow(sent.answer, to.pathname, came, faults);
  }

  type Sending = { path: string; method: string; fields: [string, string][]; changes: readonly Change[]; came: Came; odd: Odd };
  async function send(door: Way["door"], { path, method, fields, changes, came, odd }: Sending): Promise<{ answer: Answer; faults: string[] }> {
    const { body, changed } = bodyOf(fields, changes);
    for (const [name, how] of changed) asked.changed.set(name, (asked.changed.get(name) ?? new Set()).add(how));
    const headers = { ...headersOf(door, came), ...ofOwnPage, ...(odd.origin ? { origin: odd.origin, "sec-fetch-site": "cross-site" } : {}), "content-type": odd.type ?? formType };
    const sent = await ask(door, { method: odd.method ?? method, path, headers, body: odd.more ? `${body}&x=${"a".repeat(odd.more)}` : body });
    await signedInAgain(door, path, sent.answer.status);
    return sent;
  }

  /** Whoever pressed "sign out" comes back. */
  async function signedInAgain(door: Way["door"], path: string, status: number): Promise<void> {
    const { member } = door;
    if (!member || !path.includes("/sign-out") || status >= 400) return;
    for (const one of Object.values(doors.doors)) {
      if (one.member?.staffId !== member.staffId) continue;
      const roles = member.staffId === "officer" ? officerRoles : (["counsellor", "hotlineManager"] as const);
      one.member = await doors.signedIn(member.staffId, roles, member.staffId === "officer" ? "00004" : undefined);
    }
  }

  function doorAt(path: string): Way["door"] | undefined {
    const route = routeOf(new URL(path, "http://localhost").pathname);
    return route && doors.doors[route.function];
  }

  const stop = async (): Promise<void> => {
    await doors.stop();
    // The next service starts an engine of its own, unless all are told which one to use.
    if (named === undefined) delete process.env.AWS_ENDPOINT_URL_DYNAMODB;
  };
  return { play, asked, torn: () => tornIn(world), stop, ways: doors.ways.map(nameOf) };
}
export type Fuzz = Awaited<ReturnType<typeof openFuzz>>;

const vagueness = (pattern: string): number => (pattern.endsWith("/*") ? 100 : 0) + (pattern.match(/:/g)?.length ?? 0);

const queryOf = ({ query }: Odd): string => (query === undefined ? "" : `?${/[&=]/.test(query) && !query.includes(mark) ? query : encodeURIComponent(query.toWellFormed())}`);

/** The way out of a desk is on each of its pages: it is taken now and then. */
function formAt({ forms }: Page, { at }: Hop): Form | undefined {
  const wanted = at % 8 === 7 ? forms : forms.filter(({ action }) => !action.includes("/sign-out")).toSorted((one, other) => other.controls.length - one.controls.length);
  return wanted[at % Math.max(1, wanted.length)];
}

function faultsOf(way: string, { status, headers, text }: Answer, type: string): string[] {
  const faults: string[] = [];
  if (status >= 500) faults.push("failed");
  if (!kinds.has(type) || (type === "" && text !== "")) faults.push(`is ${type || "of no kind"}`);
  if (way.includes(" /api/") && type === "text/html") faults.push("a page for a program");
  if (type.endsWith("json") && text !== "" && !isJson(text)) faults.push("no JSON");
  if (headers.get("x-content-type-options") !== "nosniff" || headers.get("x-frame-options") !== "DENY" || !headers.get("content-security-policy")?.includes("frame-ancestors 'none'")) faults.push("not all safe headers");
  const [method = "", pattern = ""] = way.split(" ");
  const mayBeKept = status === 200 && ["GET", "HEAD"].includes(method) && isForAll({ method: "GET", pattern });
  if (headers.get("cache-control") !== "no-store" && !mayBeKept) faults.push(`may be kept: ${headers.get("cache-control")}`);
  for (const [name, value] of headers) if (value.includes(`<${mark}`)) faults.push(`typed into the header ${name}`);
  const to = headers.get("location");
  if (to !== null && !/^\/(?![/\\])/.test(to) && !way.includes("/desk/sign-in")) faults.push(`leads to ${to.slice(0, 100)}`);
  return faults;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function faultsWritten(way: string, status: number, written: string[][]): string[] {
  const main = mainWrites(written);
  if (keepsNotes.has(way) && status === 409 && main.length === 1 && main[0]?.every((kind) => notes.has(kind))) return [];
  if (status >= 400 && main.length) return [`refused, and wrote ${JSON.stringify(main)}`];
  if (/^(GET|HEAD|OPTIONS) /.test(way) && main.length && !writesWhenRead.test(way)) return [`was only read, and wrote ${JSON.stringify(main)}`];
  return main.length > 1 && !inPieces.has(way) ? [`wrote in ${main.length} pieces: ${JSON.stringify(main)}`] : [];
}

type Owner = { reference: string; phone: string; ask: string; code: string; token: string; html: string; /** Their call, by what its receipt says. */ call: { reference: string; code: string } };

/** Families who look their application up: some hold a page of theirs already, some only the code. */
async function people({ world }: Doors, desk: ReturnType<typeof registrationDesk>): Promise<Owner[]> {
  for (const date of ["2026-11-23", "2026-11-25"]) await putShift(world.hotline.deps, shiftOn(date, { id: `shift-${date}`, callsPerSlot: 3 }));
  const owners: Owner[] = [];
  for (let n = 0; n < 6; n += 1) {
    const { reference, phone } = await desk.fileDetermined("2026-11-16");
    const pair: [string, string][] = [["reference", reference], ["phone", phone]];
    const ask = askIn(await (await world.post(lookupPath("vi", "code"), pair)).text());
    await world.sweep();
    const code = (await world.texts()).flatMap(({ body }) => /\b\d{6}\b/.exec(body) ?? []).at(-1) ?? "";
    const html = n % 2 ? "" : await (await world.post(lookupPath("vi", "status"), [...pair, ["ask", ask], ["code", code]])).text();
    const { receipt } = await book(world.hotline.deps, { request: callRequest({ phone: callerPhone(n + 1) }), idempotencyKey: randomUUID() });
    owners.push({ reference, phone, ask, code, token: tokenIn(html), html, call: { reference: receipt.reference, code: receipt.changeCode } });
  }
  return owners;
}

const on = "2026-11-22";
const received = ["receive", []] as const;
const decided = ["decide", typedFacts("decide", { on, times: "first", place: "home", from: on })] as const;
/** How far an application comes in a day, and by which acts. What ends later is asked for straight, and refused. */
const reached: readonly (readonly [ApplicationState, readonly (readonly [Act, Parameters<ReturnType<typeof registrationDesk>["send"]>[3]])[]])[] = [
  ["submitted", []],
  ["received", [received]],
  ["awaitingFamily", [received, ["askForMore", typedFacts("askForMore", { items: ["Lý lịch"], by: "2026-12-31" })]]],
  ["determining", [received, ["arrangeDetermination", typedFacts("arrangeDetermination", { facility: "Trạm y tế Giả Định", on: "2026-11-24" })]]],
  ["decided", [received, decided]],
  ["inTreatment", [received, decided, ["start", typedFacts("start", { on })]]],
  ["stopped", [["stop", typedFacts("stop", { on, because: "Theo đề nghị" })]]],
  ["withdrawn", [["withdraw", typedFacts("withdraw", { on })]]],
];

/** Where visits begin: every page that is built ahead, every way that is read, each application at the desk, and three look-ups that are open. */
async function entriesOf(doors: Doors, desk: ReturnType<typeof registrationDesk>, owners: readonly Owner[]): Promise<Entry[][]> {
  const cases: string[] = [];
  for (const [state, done] of reached) {
    const { reference } = await desk.fileDetermined("2026-11-16");
    for (const [act, fields] of done) {
      const { status } = await desk.send(dung, reference, act, fields);
      if (status !== 303) throw new Error(`${act} on the way to ${state}: ${status}`);
    }
    const acts = actNames.filter((act) => mayMove(act, state, officerRoles));
    for (const language of languages) cases.push(casePath(language, reference), ...acts.map((act) => actPath(language, reference, act)));
  }
  for (const { reference } of owners) for (const kind of rightKinds.slice(0, 2)) await askRight(doors.desk.deps, { reference, kind, text: "Lời để thử" });
  const ahead = [...(await built).keys()].flatMap((file) => (file.endsWith("/index.html") ? [file.slice(0, -"/index.html".length) || "/"] : []));
  const reads = gets(doors.ways).flatMap(({ path, pattern }) => (pattern.endsWith(".pdf") ? [] : [path]));
  const rights = owners.flatMap(({ reference }) => casePath("vi", reference));
  const forms = [...ahead.filter((path) => /\/(dang-ky|hen-goi|tra-cuu|lich-hen)$/.test(path)), ...reads.filter((path) => path.includes("/new"))];
  const at = (paths: readonly string[]): Entry[] => paths.map((path) => ({ path }));
  const open = owners.flatMap(({ html }): Entry[] => (html ? [{ page: readHtml(html) }] : []));
  const ofDesk = reads.filter((path) => /^(\/en)?\/desk/.test(path));
  const ofAll = reads.filter((path) => !ofDesk.includes(path));
  // Each group as often as it stands here, whatever the number of its pages.
  return [at(forms), open, at(ofDesk), at(cases), at(ofAll), at(forms), at([...cases, ...rights]), open, at(ofAll), at(forms), at(cases), at(ahead)];
}
