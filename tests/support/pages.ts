/** Reads what a page of ours says. The markup is our own, so plain patterns are enough. */

const entities: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };
const unescaped = (html: string): string => html.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity);

const all = (html: string, pattern: RegExp): string[] => [...html.matchAll(pattern)].map((match) => unescaped(match[1] ?? ""));

/** What a person reads, without markup. */
export const textIn = (html: string): string => unescaped(html.replace(/<[^>]*>/g, " ")).replace(/\s+/g, " ");
export const h1In = (html: string): string => all(html, /<h1>(.*?)<\/h1>/gs)[0] ?? "";
export const sealedIn = (html: string): string => all(html, /name="sealed" value="([^"]+)"/g)[0] ?? "";
export const withoutSealed = (html: string): string => html.replace(/name="(?:sealed|token)" value="[^"]+"/g, "");
export const tokenIn = (html: string): string => all(html, /name="token" value="([^"]+)"/g)[0] ?? "";
/** The name of the ask whose code a page waits for. */
export const askIn = (html: string): string => all(html, /name="ask" value="([^"]*)"/g)[0] ?? "";
/** The reference on a receipt, as its eight characters. */
export const referenceIn = (html: string): string => (/class="code">(.{4}) (.{4})</.exec(html) ?? []).slice(1).join("");
/** Where the page's form is sent. */
export const actionIn = (html: string): string => all(html, /<form [^>]*action="([^"]+)"/g)[0] ?? "";
/** The second way on of a form: buttons that post it elsewhere. */
export const otherActionsIn = (html: string): string[] => all(html, /formaction="([^"]+)"/g);
/** The sentences beside wrong answers. */
export const errorsIn = (html: string): string[] =>
  all(html, /<p class="error" id="[^>]*>(.*?)<\/p>/gs).map((text) => text.replace(/<span class="hidden">.*?<\/span>/, ""));
/** What the summary at the top lists: the id each line leads to, and its sentence. */
export const summaryIn = (html: string): { id: string; text: string }[] =>
  [...(/<div class="summary".*?<\/div>/s.exec(html)?.[0] ?? "").matchAll(/<a href="#([^"]+)">(.*?)<\/a>/g)].map(([, id = "", text = ""]) => ({ id, text: unescaped(text) }));
/** What a text box, select or group of choices holds now. */
export function valuesIn(html: string, name: string): string[] {
  const own = new RegExp(`<(?:input|select)(?= )[^>]*\\sname="${name.replaceAll(".", "\\.")}"[^>]*>`, "g");
  return (html.match(own) ?? []).flatMap((tag) => {
    if (tag.startsWith("<select")) {
      const options = html.slice(html.indexOf(tag), html.indexOf("</select>", html.indexOf(tag)));
      return all(options, /<option value="([^"]*)" selected[^>]*>/g);
    }
    const value = all(tag, /\svalue="([^"]*)"/g)[0] ?? "";
    return /type="(?:radio|checkbox)"/.test(tag) ? (/\schecked(?:=|\s|\/|>)/.test(tag) ? [value] : []) : [value];
  });
}
export const optionsIn = (html: string, name: string): string[] => {
  const tag = new RegExp(`<select[^>]*\\sname="${name.replaceAll(".", "\\.")}"[^>]*>(.*?)</select>`, "s").exec(html)?.[1] ?? "";
  return all(tag, /<option[^>]*>(.*?)<\/option>/gs);
};

/** Ids that the page points at (links, labels, descriptions, buttons of the form) but does not have exactly once. */
export function lostIds(html: string): string[] {
  const ids = all(html, /\sid="([^"]+)"/g);
  const meant = [
    ...all(html, /href="#([^"]+)"/g),
    ...all(html, /\sfor="([^"]+)"/g),
    ...all(html, /\sform="([^"]+)"/g),
    ...all(html, /\saria-(?:describedby|labelledby)="([^"]+)"/g).flatMap((list) => list.split(" ")),
  ];
  return [...new Set(meant)].filter((id) => ids.filter((one) => one === id).length !== 1);
}
