// A draft on somebody's own phone, under a code of theirs. Seasoning: without this file the form begins anew after a reload.
// It holds what the page would post to show itself again: the field the server sealed, which nobody opens after 72 hours, and what stands
// on the page. It is never sent but by pressing a button, and site.ts removes it on quick exit, on sending, and when its time is over.
import { ivBytes, keyFrom, lock, plainCode, saltBytes, unlock, type Key } from "./draft-lock.ts";

/** Whoever looks through the phone's storage finds a letter, a time and noise. */
const slot = "v";
const lifeMs = 72 * 3_600_000;
const leastLetters = 6;
const mostTries = 5;

type Kept = { address: string; fields: string };
type Stored = { until: string; tries: number; record: string };

let held: Key | undefined;
let busy = false;

const random = (count: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(count));

const stored = (): Stored | undefined => {
  const [until = "", tries = "", record = ""] = (localStorage.getItem(slot) ?? "").split(".");
  return record && parseInt(until, 36) > Date.now() ? { until, tries: Number(tries), record } : undefined;
};
const store = ({ until, tries, record }: Stored): void => localStorage.setItem(slot, [until, tries, record].join("."));
const forget = (): void => {
  held = undefined;
  localStorage.removeItem(slot);
};

const boxOn = (): HTMLElement | null => document.querySelector<HTMLElement>("[data-draft]");

/** Shows what can be done now; `wrong` is what went wrong, in the page's words. */
const draw = (wrong = ""): void => {
  const box = boxOn();
  if (!box) return;
  const own = document.querySelector<HTMLInputElement>("[data-own]");
  box.hidden = own !== null && !own.checked;
  const there = stored() !== undefined;
  const details = box.querySelector("details");
  if (details && own && there && !held) details.open = true;
  const shown: Record<string, boolean> = { "[data-draft-code]": !held, "[data-draft-do=keep]": !held && !there, "[data-draft-do=open]": !held && there, "[data-draft-do=forget]": held !== undefined || there };
  for (const [selector, show] of Object.entries(shown)) {
    const found = box.querySelector<HTMLElement>(selector);
    if (found) found.hidden = !show;
  }
  const say = (selector: string, text: string): void => {
    const line = box.querySelector<HTMLElement>(selector);
    if (!line) return;
    line.textContent = text;
    line.hidden = !text;
  };
  say("[role=alert]", wrong);
  say("output", (busy ? box.dataset.wait : held ? box.dataset.kept : "") ?? "");
};

let saving = Promise.resolve();
const save = (): void => {
  const form = document.querySelector<HTMLFormElement>("form[data-again]");
  const mine = held;
  if (!mine || !form) return;
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
  const kept: Kept = { address: form.dataset.again ?? "", fields: fields.toString() };
  const until = (Date.now() + lifeMs).toString(36);
  saving = saving.then(async () => {
    const record = await lock(mine, random(ivBytes), JSON.stringify(kept), until);
    // Forgotten meanwhile: a late write must not bring it back.
    if (held === mine) store({ until, tries: 0, record });
  });
  saving.catch(() => {
    forget();
    draw(boxOn()?.dataset.failed);
  });
};

/** Posts the page that was left once more, as a press on its own button would. */
const resume = ({ address, fields }: Kept): void => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  form.dataset.step = "";
  form.hidden = true;
  for (const [name, value] of new URLSearchParams(fields)) {
    const input = document.createElement("input");
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  if (form.requestSubmit) form.requestSubmit();
  else form.submit();
  form.remove();
};

/** What came of it, where something did not. */
const open = async (code: string, words: DOMStringMap): Promise<string | undefined> => {
  const found = stored();
  if (!found) return words.gone;
  // Counted before it is tried: closing the page does not give the try back.
  const tries = found.tries + 1;
  store({ ...found, tries });
  const opened = await unlock(code, found.record, found.until);
  if (opened) {
    store({ ...found, tries: 0 });
    held = opened;
    resume(JSON.parse(opened.json));
    return undefined;
  }
  if (tries < mostTries) return words.wrong?.replace("{n}", String(mostTries - tries));
  forget();
  return words.gone;
};

const keep = async (code: string): Promise<undefined> => {
  const salt = random(saltBytes);
  held = { key: await keyFrom(code, salt), salt };
  save();
};

const act = async (what: string | undefined): Promise<void> => {
  const box = boxOn();
  const input = box?.querySelector("input");
  if (!box || !input || busy) return;
  const say = (wrong?: string): void => {
    draw(wrong);
    // The button that was pressed may be gone.
    (wrong ? input : box.querySelector("summary"))?.focus();
  };
  if (what === "forget") {
    forget();
    return say();
  }
  const code = input.value;
  if (plainCode(code).length < leastLetters) return say(box.dataset.short);
  busy = true;
  draw();
  const wrong = await (what === "open" ? open(code, box.dataset) : keep(code)).catch(() => box.dataset.failed);
  busy = false;
  input.value = "";
  say(wrong);
};

addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest<HTMLElement>("[data-draft-do]") : null;
  if (button) void act(button.dataset.draftDo);
});
addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !(event.target instanceof HTMLElement) || event.target.id !== "draft-code") return;
  event.preventDefault();
  void act(stored() ? "open" : "keep");
});
addEventListener("change", ({ target }) => {
  if (target instanceof HTMLInputElement && target.dataset.own !== undefined) {
    if (held && !target.checked) forget();
    draw();
  } else save();
});
// Said by site.ts: another page is on the screen; it is one the server has just made, not one that Back brought; everything is to be forgotten.
addEventListener("page-shown", () => draw());
addEventListener("page-new", save);
addEventListener("page-forgotten", forget);
draw();
