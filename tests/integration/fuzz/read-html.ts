import { parse, type DefaultTreeAdapterTypes } from "parse5";
import { mark } from "./nasty.ts";

/** A page as a browser reads it: its forms, its links, and whatever in it may have come from a visitor. */

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

export type Control = { name: string; kind: "hidden" | "text" | "choice" | "choices" | "select"; value: string; options: string[] };
type Button = { name: string; value: string; action?: string };
export type Form = { action: string; method: "GET" | "POST"; controls: Control[]; buttons: Button[] };
export type Page = { forms: Form[]; links: string[]; faults: string[] };

const isElement = (node: Node): node is Element => "tagName" in node;
const attr = (element: Element, name: string): string | undefined => element.attrs.find((one) => one.name === name)?.value;
const textOf = (node: Node): string => ("value" in node ? node.value : "childNodes" in node ? node.childNodes.map(textOf).join("") : "");

/** What a browser reads otherwise than it was meant. Odd characters are the visitor's own, and a part of a page has no beginning. */
const isBroken = (code: string): boolean => !/in-input-stream$|^unexpected-null-character$|character-reference|^missing-doctype$/.test(code);

/** `trusted`: a site of others that pages of ours lead to. */
export function readHtml(html: string, trusted?: string): Page {
  const faults: string[] = [];
  const document = parse(html, { sourceCodeLocationInfo: false, onParseError: ({ code, startOffset }) => void (isBroken(code) && faults.push(`${code} at ${html.slice(Math.max(0, startOffset - 60), startOffset + 40)}`)) });
  const elements: { element: Element; form: Element | undefined }[] = [];
  const walk = (node: Node, form?: Element): void => {
    faults.push(...faultsAt(node, trusted));
    const own = isElement(node) && node.tagName === "form" ? node : form;
    if (isElement(node)) elements.push({ element: node, form: own });
    if ("childNodes" in node) for (const child of node.childNodes) walk(child, own);
  };
  walk(document);
  return { forms: formsIn(elements), links: elements.flatMap(({ element }) => (element.tagName === "a" ? (attr(element, "href") ?? []) : [])), faults };
}

const urls: ReadonlySet<string> = new Set(["href", "src", "action", "formaction", "poster", "data", "xlink:href"]);
/** Within the site, or a way to ring, text or write; never another's page that a visitor named. */
const isOurs = (url: string): boolean => /^(\/(?![/\\])|#|\?|$|tel:[+\d]+$|sms:|mailto:|https:\/\/)/.test(url) && !(url.startsWith("https:") && url.includes(mark));

function faultsAt(node: Node, trusted: string | undefined): string[] {
  if (node.nodeName === "#comment" && "data" in node) return node.data.includes(mark) ? [`typed into a comment: ${node.data.slice(0, 80)}`] : [];
  if (node.nodeName === "#text" && "value" in node) return faultsOfText("a text", node.value);
  if (!isElement(node)) return [];
  const inside = ["script", "style"].includes(node.tagName) && textOf(node).includes(mark) ? [`typed into <${node.tagName}>`] : [];
  const name = node.tagName.includes(mark) ? [`typed becomes <${node.tagName}>`] : [];
  return [...name, ...inside, ...node.attrs.flatMap(({ name: attribute, value }) => faultsOfAttribute(node.tagName, attribute, value, trusted))];
}

function faultsOfAttribute(tag: string, name: string, value: string, trusted: string | undefined): string[] {
  if (name.includes(mark) || name.startsWith("on") || name === "style" || name === "srcdoc") return [`<${tag} ${name}=${value.slice(0, 60)}>`];
  if (urls.has(name) && !isOurs(value) && !(trusted && value.startsWith(`${trusted}/`))) return [`<${tag} ${name}=${value.slice(0, 60)}> leads elsewhere`];
  return faultsOfText(`<${tag} ${name}>`, value);
}

/** Behind the marker's tag stand the five characters of an escaped ampersand, one of which may have been changed on the way: a page that shows "&" alone did not escape it. */
const faultsOfText = (where: string, text: string): string[] =>
  text.split(`<${mark}-e ${mark}='1'>`).slice(1).flatMap((rest) => (/^&(?![^\s&]{0,8};)/.test(rest) ? [`an ampersand in ${where} was read as written: ${rest.slice(0, 20)}`] : []));

function formsIn(elements: readonly { element: Element; form: Element | undefined }[]): Form[] {
  const forms = elements.flatMap(({ element }) => (element.tagName === "form" ? [element] : []));
  const ownerOf = (element: Element, form: Element | undefined): Element | undefined => {
    const named = attr(element, "form");
    return named === undefined ? form : forms.find((one) => attr(one, "id") === named);
  };
  return forms.map((form) => {
    const own = elements.flatMap(({ element, form: around }) => (element !== form && ownerOf(element, around) === form ? [element] : []));
    return { action: attr(form, "action") ?? "", method: attr(form, "method")?.toUpperCase() === "POST" ? "POST" : "GET", controls: controlsIn(own), buttons: own.flatMap(buttonsIn) };
  });
}

function buttonsIn(element: Element): Button[] {
  if (element.tagName !== "button" || (attr(element, "type") ?? "submit") !== "submit") return [];
  const action = attr(element, "formaction");
  return [{ name: attr(element, "name") ?? "", value: attr(element, "value") ?? "", ...(action === undefined ? {} : { action }) }];
}

function controlsIn(elements: readonly Element[]): Control[] {
  const controls = new Map<string, Control>();
  for (const element of elements) {
    const name = attr(element, "name");
    if (!name || !["input", "select", "textarea"].includes(element.tagName)) continue;
    const one = controlOf(element, name);
    const known = controls.get(name);
    if (known && ["choice", "choices"].includes(one.kind)) known.options.push(...one.options);
    // Hidden fields of one name are several.
    else controls.set(known ? `${name} ${controls.size}` : name, one);
  }
  return [...controls.values()];
}

function controlOf(element: Element, name: string): Control {
  const value = attr(element, "value") ?? "";
  const type = attr(element, "type") ?? "text";
  if (element.tagName === "textarea") return { name, kind: "text", value: textOf(element), options: [] };
  if (element.tagName === "select") return { name, kind: "select", value: "", options: optionsIn(element) };
  if (type === "radio") return { name, kind: "choice", value: "", options: [value] };
  if (type === "checkbox") return { name, kind: "choices", value: "", options: [value] };
  return { name, kind: type === "hidden" ? "hidden" : "text", value, options: [] };
}

const optionsIn = (node: Node): string[] =>
  "childNodes" in node ? node.childNodes.flatMap((child) => (isElement(child) && child.tagName === "option" ? [attr(child, "value") ?? textOf(child)] : optionsIn(child))) : [];
