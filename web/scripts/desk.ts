// Seasoning: every page of the desks works without this file.

const find = (selector: string, root: ParentNode = document): HTMLElement | null => root.querySelector<HTMLElement>(selector);
const fresh = (html: string): Document => new DOMParser().parseFromString(html, "text/html");
const asScript = { "desk-script": "yes" };
/** Asked by a clock and not by a person: the session is not kept alive by it. */
const asPoll = { ...asScript, "desk-poll": "yes" };

// Times that run. The service's clock is the one that counts: it may not be this machine's.
const aheadMs = Date.parse(find("[data-now]")?.dataset.now ?? "") - Date.now() || 0;
const clock = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const pair = (n: number): string => `0${n}`.slice(-2);
  const minutes = Math.floor(seconds / 60);
  return `${minutes < 60 ? "" : `${Math.floor(minutes / 60)}:`}${pair(minutes % 60)}:${pair(seconds % 60)}`;
};
const write = (element: HTMLElement, text: string): void => {
  if (element.textContent !== text) element.textContent = text;
};
const tick = (): void => {
  const now = Date.now() + aheadMs;
  for (const element of Array.from(document.querySelectorAll<HTMLElement>("[data-until]"))) {
    write(element, `${element.dataset.left ?? ""} ${clock(Date.parse(element.dataset.until ?? "") - now)}`);
  }
  for (const element of Array.from(document.querySelectorAll<HTMLElement>("[data-since]"))) write(element, clock(now - Date.parse(element.dataset.since ?? "")));
};
tick();
setInterval(tick, 1_000);

// A page that changes under somebody's hands: only what differs is touched, so that focus, and what is selected, stay where they are.
const keyOf = (node: Node): string => (node instanceof HTMLElement ? (node.dataset.key ?? "") : "");
const alike = (a: Node, b: Node): boolean => a.nodeName === b.nodeName && keyOf(a) === keyOf(b);
const sameAttributes = (from: Element, to: Element): void => {
  for (const { name } of Array.from(from.attributes)) if (!to.hasAttribute(name)) from.removeAttribute(name);
  for (const { name, value } of Array.from(to.attributes)) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
};
const become = (from: Node, to: Node): void => {
  if (from instanceof Element && to instanceof Element) {
    sameAttributes(from, to);
    becomeChildren(from, to);
  } else if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
};
const becomeChildren = (from: Element, to: Element): void => {
  const old = Array.from(from.childNodes);
  const keyed = new Map(old.filter((node) => keyOf(node)).map((node) => [keyOf(node), node]));
  const wanted = Array.from(to.childNodes).map((node, index) => {
    const before = keyOf(node) ? keyed.get(keyOf(node)) : old[index];
    if (!before || !alike(before, node)) return node;
    become(before, node);
    return before;
  });
  for (const node of old) if (!wanted.includes(node)) node.remove();
  if (wanted.every((node, index) => from.childNodes[index] === node)) return;
  // A node that is moved loses focus: the one that has it stays, and the others go around it.
  const focused = wanted.findIndex((node) => from.contains(node) && node.contains(document.activeElement));
  const pivot = wanted[focused] ?? null;
  for (const [index, node] of wanted.entries()) if (node !== pivot) from.insertBefore(node, index < focused ? pivot : null);
};

const show = (selector: string, isShown: boolean): void => {
  const element = find(selector);
  if (element) element.hidden = !isShown;
};

// The list is asked for again every five seconds, as long as somebody can see it.
const pollMs = 5_000;
const slowestMs = 60_000;
let failures = 0;
let tag = "";
let signedOut = false;
let timer: ReturnType<typeof setTimeout> | undefined;
const rowKeys = (root: ParentNode): string[] => Array.from(root.querySelectorAll<HTMLElement>("[data-rows] > [data-key]"), ({ dataset }) => dataset.key ?? "");

const swap = (list: HTMLElement, next: HTMLElement): void => {
  const known = new Set(rowKeys(list));
  const arrived = rowKeys(next).filter((key) => !known.has(key));
  const hadFocus = list.contains(document.activeElement);
  become(list, next);
  tick();
  for (const row of Array.from(list.querySelectorAll<HTMLElement>("[data-rows] > [data-key]"))) row.classList.toggle("fresh", arrived.includes(row.dataset.key ?? ""));
  // Whoever stood on a row that is gone stays at the list: on another row, Enter would take somebody else.
  if (hadFocus && !list.contains(document.activeElement)) {
    list.tabIndex = -1;
    list.focus({ preventScroll: true });
  }
  const says = find("[data-arrived]");
  if (says) says.textContent = arrived.length > 0 ? (says.dataset.text ?? "") : "";
};

const sessionEnded = (): void => {
  signedOut = true;
  show("[data-signed-out]", true);
};

const poll = async (list: HTMLElement): Promise<void> => {
  try {
    const answer = await fetch(list.dataset.queue ?? "", { headers: { ...asPoll, ...(tag ? { "If-None-Match": tag } : {}) }, cache: "no-store", redirect: "error" });
    if (answer.status === 401) return sessionEnded();
    if (answer.status !== 304 && !answer.ok) throw new RangeError("no list");
    failures = 0;
    const newTag = answer.headers.get("ETag") ?? "";
    if (answer.status === 304 || (tag && newTag === tag)) return;
    tag = newTag;
    const next = find("[data-queue]", fresh(await answer.text()));
    if (next) swap(list, next);
  } catch {
    failures += 1;
  } finally {
    // One lost answer is nothing to tell anybody.
    show("[data-stale]", failures > 1);
  }
};

const pollAgain = (list: HTMLElement): void => {
  clearTimeout(timer);
  if (signedOut || document.hidden) return;
  timer = setTimeout(() => void pollNow(list), Math.min(pollMs * 2 ** failures, slowestMs));
};
const pollNow = async (list: HTMLElement): Promise<void> => {
  clearTimeout(timer);
  // On a phone the call screen has no list beside it.
  if (list.getClientRects().length > 0) await poll(list);
  pollAgain(list);
};
const list = find("[data-queue]");
if (list) {
  pollAgain(list);
  addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : void pollNow(list)));
  addEventListener("pageshow", (event) => {
    if (event.persisted) void pollNow(list);
  });
}

// Whoever has the call screen open holds on to the caller, every two minutes; on a call the page is often out of sight.
const renewMs = 120_000;
let touchedAt = 0;
for (const type of ["keydown", "pointerdown"]) addEventListener(type, () => (touchedAt = performance.now()), { passive: true });
let renewedAt = 0;
const renew = async (): Promise<void> => {
  const line = find("[data-lease]");
  const lease = document.querySelector<HTMLInputElement>("[name=lease]");
  if (!line || !lease?.form || signedOut) return;
  const csrf = lease.form.querySelector<HTMLInputElement>("[name=csrf]")?.value ?? "";
  const body = new URLSearchParams({ csrf, lease: lease.value });
  // Somebody who typed or pressed something since is there, and the session may know it.
  const isThere = touchedAt > renewedAt;
  renewedAt = performance.now();
  try {
    // A long call opens no page: without this the issuer's word would run out in the middle of it.
    if (isThere) await fetch("/desk/sign-in/renew", { redirect: "manual" });
    const answer = await fetch(line.dataset.lease ?? "", { method: "POST", headers: isThere ? asScript : asPoll, body, redirect: "error" });
    if (answer.status === 401) return sessionEnded();
    const { body: page } = fresh(await answer.text());
    const held = find("[data-lease]", page);
    if (answer.ok && held) {
      become(line, held);
      return tick();
    }
    if (answer.status !== 409) return;
    line.remove();
    find("[data-lost]")?.replaceChildren(...Array.from(page.childNodes));
  } catch {
    // Out of reach for a moment: the lease lasts ten minutes, and this is asked again in two.
  }
};
if (find("[data-lease]")) setInterval(() => void renew(), renewMs);

const printer = find("[data-print]");
if (printer) {
  printer.hidden = false;
  printer.addEventListener("click", () => print());
}

const copy = find("[data-copy]");
const number = document.querySelector<HTMLAnchorElement>("[data-number]");
if (copy && number) {
  copy.hidden = false;
  copy.addEventListener("click", () => {
    void navigator.clipboard.writeText(number.href.replace("tel:", "")).then(() => (copy.textContent = copy.dataset.done ?? ""));
  });
}

addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || !event.target.closest("[data-renew-now]")) return;
  event.preventDefault();
  void renew();
});

// A second press on the heels of the first does nothing; after a moment it may be tried again.
let postedAt = -Infinity;
addEventListener("submit", (event) => {
  if (event.timeStamp - postedAt < 3_000) event.preventDefault();
  else postedAt = event.timeStamp;
});
