// Names to choose from while a commune is typed (a combobox with list autocomplete). Seasoning: without this file the box takes what is typed.
const most = 8;
const base = document.currentScript instanceof HTMLScriptElement ? new URL(".", document.currentScript.src).href : "";

const asked = new Map<string, Promise<string[]>>();
const namesIn = (province: string): Promise<string[]> => {
  const names =
    asked.get(province) ??
    fetch(`${base}places/${province}.json`)
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
      .catch(() => {
        asked.delete(province);
        return [];
      });
  asked.set(province, names);
  return names;
};

const plain = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/đ/g, "d")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
const bare = (text: string): string => text.replace(/^(phuong|xa|dac khu|[px])( |$)/, "");

/** The names that have a word beginning like what was typed, first those that begin with it. */
const like = (names: readonly string[], typed: string): string[] => {
  const whole = plain(typed);
  const words = bare(whole);
  if (!words) return [];
  const at = (name: string): number => {
    const text = ` ${plain(name)}`;
    return Math.max(text.indexOf(` ${whole}`), ` ${bare(text.trim())}`.indexOf(` ${words}`));
  };
  const found = names.filter((name) => at(name) >= 0);
  return [...found.filter((name) => bare(plain(name)).startsWith(words)), ...found.filter((name) => !bare(plain(name)).startsWith(words))].slice(0, most);
};

type Box = { input: HTMLInputElement; list: HTMLUListElement; status: HTMLElement };
const boxes = new WeakMap<HTMLInputElement, Box>();

const boxOf = (target: EventTarget | null): Box | undefined => {
  if (!(target instanceof HTMLInputElement) || target.dataset.commune === undefined) return undefined;
  const box = boxes.get(target) ?? made(target);
  boxes.set(target, box);
  return box;
};

function made(input: HTMLInputElement): Box {
  const list = document.createElement("ul");
  list.className = "names";
  list.id = `${input.id}-names`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels?.[0]?.textContent ?? "");
  list.hidden = true;
  const status = document.createElement("p");
  status.className = "hidden";
  status.setAttribute("role", "status");
  input.after(list, status);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"], ["autocomplete", "off"]] as const) input.setAttribute(name, value);
  return { input, list, status };
}

const options = ({ list }: Box): HTMLElement[] => [...list.children].filter((child) => child instanceof HTMLElement);

const close = ({ input, list }: Box): void => {
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
};

/** Marks one option as the one Enter takes; beyond either end there is none. */
const mark = (box: Box, index: number): void => {
  box.input.removeAttribute("aria-activedescendant");
  for (const [at, option] of options(box).entries()) {
    option.setAttribute("aria-selected", String(at === index));
    if (at !== index) continue;
    box.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }
};
const marked = (box: Box): number => options(box).findIndex((option) => option.getAttribute("aria-selected") === "true");

const take = (box: Box, option: Element): void => {
  box.input.value = option.textContent ?? "";
  box.status.textContent = "";
  close(box);
};

const offer = async (box: Box): Promise<void> => {
  const { input, list, status } = box;
  const province = input.form?.elements.namedItem(input.dataset.commune ?? "");
  const code = province instanceof HTMLSelectElement ? province.value : "";
  const typed = input.value;
  const names = code && plain(typed) ? await namesIn(code) : [];
  // Somebody typed on, or left, while the names were on their way.
  if (input.value !== typed || document.activeElement !== input) return;
  const found = like(names, typed);
  list.replaceChildren(
    ...found.map((name, index) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.textContent = name;
      return option;
    }),
  );
  close(box);
  list.style.width = `${input.offsetWidth}px`;
  list.hidden = found.length === 0;
  input.setAttribute("aria-expanded", String(found.length > 0));
  const said = found.length ? input.dataset.some : names.length ? input.dataset.none : "";
  status.textContent = (said ?? "").replace("{n}", String(found.length));
};

const move = (box: Box, by: 1 | -1): void => {
  const count = options(box).length;
  const next = marked(box) + by;
  mark(box, next < -1 ? count - 1 : next >= count ? -1 : next);
};

addEventListener("input", ({ target }) => {
  const box = boxOf(target);
  if (box) void offer(box);
});
addEventListener("keydown", (event) => {
  const box = boxOf(event.target);
  if (!box || event.isComposing) return;
  const arrow = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (arrow) {
    event.preventDefault();
    if (box.list.hidden) void offer(box);
    else move(box, arrow);
  }
  if (box.list.hidden) return;
  const option = options(box)[marked(box)];
  if (event.key === "Enter" && option) {
    event.preventDefault();
    take(box, option);
  }
  if (event.key === "Escape") close(box);
});
// Pressing on a name must not take the focus off the box, or the list would be gone before the press counts.
addEventListener("mousedown", (event) => {
  if (event.target instanceof Element && event.target.closest(".names")) event.preventDefault();
});
addEventListener("click", ({ target }) => {
  const option = target instanceof Element ? target.closest(".names [role=option]") : null;
  const box = boxOf(option?.parentElement?.previousElementSibling ?? null);
  if (box && option) take(box, option);
});
addEventListener("focusin", ({ target }) => void boxOf(target));
addEventListener("focusout", ({ target }) => {
  const box = boxOf(target);
  if (box) close(box);
});

const box = boxOf(document.activeElement);
if (box) void offer(box);
