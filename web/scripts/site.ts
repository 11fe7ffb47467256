// Seasoning: every page works without this file.

// Quick exit leaves no page of ours to go back to; Escape pressed twice does the same.
const leave = (): void => {
  const exit = document.querySelector<HTMLAnchorElement>("[data-exit]");
  if (exit) location.replace(exit.href);
};
let escapedAt = 0;
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (event.timeStamp - escapedAt < 800) leave();
  escapedAt = event.timeStamp;
});
addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  if (event.target.closest("[data-print]")) print();
  if (!event.target.closest("[data-exit]")) return;
  event.preventDefault();
  leave();
});

// The form's pages follow each other in memory, so that the phone's Back button opens the page before as it was typed.
// Nothing is stored: leaving the form forgets them, and coming back finds its first page.
type Shown = { body: HTMLElement; language: string; title: string };
let pages: Shown[] = [];
let at = 0;
let forgotten = false;

const shown = (): Shown => ({ body: document.body, language: document.documentElement.lang, title: document.title });
const show = ({ body, language, title }: Shown): void => {
  document.body = body;
  document.documentElement.lang = language;
  document.title = title;
  (body.querySelector<HTMLElement>(".summary") ?? body.querySelector("main"))?.focus();
  scrollTo(0, 0);
  ready();
};

const follow = async (form: HTMLFormElement, button: HTMLElement | null): Promise<void> => {
  const main = document.querySelector("main");
  const address = button?.getAttribute("formaction") ?? form.action;
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
  main?.setAttribute("aria-busy", "true");
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(address, { method: "POST", body: fields });
    text = await answer.text();
  } catch {
    document.querySelector<HTMLElement>("[data-offline]")?.removeAttribute("hidden");
    return;
  } finally {
    main?.removeAttribute("aria-busy");
  }
  document.querySelector<HTMLElement>("[data-offline]")?.setAttribute("hidden", "");
  const next = new DOMParser().parseFromString(text, "text/html");
  pages[at] = shown();
  at += 1;
  // Once the form is sent there is nothing to go back to.
  if (!next.querySelector("form[data-step]")) pages = [];
  history.pushState(at, "", new URL(address, location.href).pathname.replace(/\/[^/]+(\/xem)?$/, ""));
  show({ body: next.body, language: next.documentElement.lang, title: next.title });
};

addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  if (form.matches("[data-step]")) {
    event.preventDefault();
    if (!document.querySelector("[aria-busy]")) void follow(form, event.submitter);
  } else if (form.matches("[data-once]")) {
    // A form that changes something is sent once, however often the button is pressed.
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  }
});
addEventListener("popstate", (event) => {
  const wanted = Number(event.state ?? 0);
  const page = pages[wanted];
  if (!page) return location.reload();
  pages[at] = shown();
  at = wanted;
  show(page);
});
addEventListener("pagehide", () => {
  forgotten = at > 0;
  pages = [];
});
addEventListener("pageshow", () => {
  if (forgotten) location.reload();
});

function ready(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-print]")) button.hidden = false;
}
ready();
