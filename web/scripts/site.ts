// Seasoning: every page works without this file.

// All that pages of ours ever keep on a device are drafts, each with the time it ends at before everything else.
const kept = (over: (name: string) => boolean): void => {
  try {
    for (const name of Object.keys(localStorage)) if (over(name)) localStorage.removeItem(name);
  } catch {
    // A browser that lets nothing be kept has nothing to remove.
  }
};
kept((name) => !(parseInt(localStorage.getItem(name) ?? "", 36) > Date.now()));
const forget = (): void => {
  pages = [];
  forgotten = true;
  dispatchEvent(new Event("page-forgotten"));
  kept(() => true);
};

// Quick exit: away at once, what was typed or kept forgotten, and this page not to be found by Back; Escape pressed three times does the same.
// The browser's history still knows that the site was visited: that is beyond a page's reach.
let forgotten = false;
const leave = (to: string): void => {
  forget();
  document.body.replaceChildren();
  document.title = "";
  location.replace(to);
};
let escapes: number[] = [];
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.repeat) return;
  const exit = document.querySelector<HTMLAnchorElement>("[data-exit]");
  escapes = [...escapes.filter((at) => event.timeStamp - at < 2_000), event.timeStamp];
  if (exit && escapes.length >= 3) leave(exit.href);
});
addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  if (event.target.closest("[data-print]")) print();
  const exit = event.target.closest<HTMLAnchorElement>("[data-exit]");
  if (!exit) return;
  event.preventDefault();
  leave(exit.href);
});

// All times are one group of choices, and Tab stops in a group once: a day that is opened leads to its own times.
addEventListener(
  "toggle",
  ({ target }) => {
    if (!(target instanceof HTMLDetailsElement) || !target.open || document.activeElement?.parentElement !== target) return;
    target.querySelector<HTMLElement>(".times input")?.focus({ preventScroll: true });
  },
  true,
);

// Names to choose from come once somebody is in a box for a commune, with a script and a stylesheet of their own.
const assets = document.currentScript instanceof HTMLScriptElement ? new URL(".", document.currentScript.src).href : "";
const addScript = (name: string): void => {
  const script = document.createElement("script");
  script.src = `${assets}${name}.js`;
  document.head.append(script);
};
let suggests = false;
addEventListener("focusin", ({ target }) => {
  if (suggests || !(target instanceof HTMLElement) || target.dataset.commune === undefined) return;
  suggests = true;
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = `${assets}places.css`;
  document.head.append(style);
  addScript("places");
});

// So does what keeps a draft, once somebody says that the phone is theirs alone, and where the browser can lock it.
let drafts = false;
const offerDraft = (): void => {
  const own = document.querySelector<HTMLInputElement>("[data-own]");
  if (drafts || !document.querySelector("[data-draft]") || (own && !own.checked) || !isSecureContext) return;
  drafts = true;
  addScript("draft");
};
addEventListener("change", offerDraft);

// The form's pages follow each other in memory, so that the phone's Back button opens the page before as it was typed.
// A reload begins the form again, unless a draft was kept.
type Shown = { body: HTMLElement; language: string; title: string };
type Entry = { load: number; n: number };
const load = performance.timeOrigin;
let pages: Shown[] = [];
let at = 0;
let asked = 0;

const shown = (): Shown => ({ body: document.body, language: document.documentElement.lang, title: document.title });
const show = ({ body, language, title }: Shown): void => {
  document.body = body;
  document.documentElement.lang = language;
  document.title = title;
  (body.querySelector<HTMLElement>(".summary") ?? body.querySelector("main"))?.focus();
  scrollTo(0, 0);
  ready();
  dispatchEvent(new Event("page-shown"));
};

/** The answer to a form post as a page of ours; null when nothing came, or something a person can only try again. */
const ask = async (form: HTMLFormElement, address: string): Promise<Document | null> => {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
  try {
    const answer = await fetch(address, { method: "POST", body: fields });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const usable = answer.status < 500 && ![403, 413].includes(answer.status) && page.querySelector("main");
    return usable ? page : null;
  } catch {
    return null;
  }
};

const follow = async (form: HTMLFormElement, button: HTMLElement | null): Promise<void> => {
  const request = ++asked;
  const main = document.querySelector("main");
  const notice = document.querySelector<HTMLElement>("[data-offline]");
  const address = button?.getAttribute("formaction") ?? form.action;
  const sending = form.matches("[data-send]") && address === form.action;
  main?.setAttribute("aria-busy", "true");
  if (notice) notice.hidden = true;
  const next = await ask(form, address);
  main?.removeAttribute("aria-busy");
  if (!next) {
    if (notice) notice.hidden = false;
    return;
  }
  if (sending && next.querySelector(".reference")) {
    // Sent. Asked once more as a page of its own, which a reload shows again: the form's key keeps it one application.
    forget();
    form.insertAdjacentHTML("beforeend", '<input type="hidden" name="seen" value="yes">');
    // Whoever pressed Back meanwhile took the form off the page, and a form that is nowhere is not sent.
    if (!form.isConnected) {
      form.hidden = true;
      document.body.append(form);
    }
    form.submit();
    return;
  }
  if (request !== asked) return;
  // A proof is asked for in between: it is sent on as what it was asked for.
  const challenge = next.querySelector<HTMLElement>("form[data-challenge]");
  if (challenge) challenge.dataset.step = "";
  if (challenge && sending) challenge.dataset.send = "";
  pages[at] = shown();
  at += 1;
  const entry: Entry = { load, n: at };
  history.pushState(entry, "", new URL(address, location.href).pathname.replace(/\/[^/]+(\/xem)?$/, ""));
  show({ body: next.body, language: next.documentElement.lang, title: next.title });
  dispatchEvent(new Event("page-new"));
};

let postedAt = -Infinity;
addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  if (form.matches("[data-step]")) {
    event.preventDefault();
    if (!document.querySelector("[aria-busy]")) void follow(form, event.submitter);
    return;
  }
  // Elsewhere a second press on the heels of the first does nothing; after a moment it may be tried again.
  if (event.timeStamp - postedAt < 3_000) event.preventDefault();
  else postedAt = event.timeStamp;
});

if (document.querySelector("form[data-step]")) {
  history.replaceState({ load, n: 0 } satisfies Entry, "");
  addEventListener("popstate", (event) => {
    const entry: Partial<Entry> | null = event.state;
    // A link to a place on this page: nothing to change.
    if (!entry || (entry.load === load && entry.n === at)) return;
    const page = entry.load === load ? pages[entry.n ?? 0] : undefined;
    if (!page) return location.reload();
    asked += 1;
    pages[at] = shown();
    at = entry.n ?? 0;
    show(page);
  });
}
addEventListener("pageshow", (event) => {
  postedAt = -Infinity;
  if (event.persisted && forgotten) location.reload();
});

function ready(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-print]")) button.hidden = false;
  offerDraft();
  if (document.querySelector("form[data-challenge]:not([data-proving])")) addScript("challenge");
}
ready();
