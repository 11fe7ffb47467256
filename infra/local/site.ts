import type { IncomingMessage, ServerResponse } from "node:http";
import { extname } from "node:path";
import { downPath, forgetHeader, forgetPath } from "../../shared/paths.ts";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json; charset=utf-8",
};

/** The headers the distribution adds to every page built ahead. */
const headers = {
  "Content-Security-Policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
};

/** Pages built ahead, served as the distribution serves them. */
export function serveSite(files: ReadonlyMap<string, string>, request: IncomingMessage, response: ServerResponse): void {
  const path = new URL(request.url ?? "/", "http://localhost").pathname.replace(/(.)\/$/, "$1");
  const found = files.has(path) ? path : [`${path}/index.html`, "/index.html"].find((name) => (name === "/index.html" ? path === "/" : files.has(name)));
  const reads = request.method === "GET" || request.method === "HEAD";
  const missing = path.startsWith("/en/") ? "/en/404.html" : "/404.html";
  const name = reads && found ? found : missing;
  const cache = name.startsWith("/assets/") ? "public, max-age=31536000, immutable" : name.includes("thoat") ? "no-store" : "public, max-age=300";
  response.writeHead(reads ? (found ? 200 : 404) : 405, { ...headers, "Content-Type": types[extname(name)] ?? "text/plain", "Cache-Control": cache, ...(name === forgetPath ? { [forgetHeader.name]: forgetHeader.value } : {}), ...(reads ? {} : { Allow: "GET, HEAD" }) });
  response.end(request.method === "HEAD" ? undefined : files.get(name));
}

/** What the distribution shows instead of an answer that failed: remembered by nobody. */
export function showDown(files: ReadonlyMap<string, string>, status: number, response: ServerResponse): void {
  response.writeHead(status, { ...headers, "Content-Type": types[".html"], "Cache-Control": "no-store" }).end(files.get(downPath));
}
