import { languages } from "../../shared/language.ts";
import { apiPaths, downPath, forgetHeader, forgetPath, pageNames, pagePath } from "../../shared/paths.ts";

const asTheyAre = [apiPaths.description, apiPaths.exportSchema, downPath, forgetPath];
const pages = languages.flatMap((language) => pageNames.map((name) => pagePath(language, name)));

/**
 * Runs at the edge, before and after the bucket, for pages only: /dang-ky is kept as dang-ky/index.html, and an address
 * that is no page shows the 404 page of its language as 404. What quick exit leads to makes the browser forget the rest. The distribution has no error responses on purpose:
 * they apply to every origin and would replace the API's own 404 and 403 answers.
 * Written in what the edge's engine understands: no destructuring, no modules.
 */
export const pageAddresses = `
const pages = ${JSON.stringify(pages)};
const asTheyAre = ${JSON.stringify(asTheyAre)};
const fileOf = (uri) => {
  if (uri.startsWith("/assets/") || asTheyAre.includes(uri) || uri.endsWith("/index.html") || uri.endsWith("/404.html")) return uri;
  const page = uri.length > 1 && uri.endsWith("/") ? uri.slice(0, -1) : uri;
  if (pages.includes(page)) return page === "/" ? "/index.html" : page + "/index.html";
  return uri.startsWith("/en/") ? "/en/404.html" : "/404.html";
};
function handler(event) {
  const file = fileOf(event.request.uri);
  if (event.response) {
    if (event.response.statusCode === 200 && file.endsWith("/404.html")) {
      event.response.statusCode = 404;
      event.response.statusDescription = "Not Found";
    }
    if (file === ${JSON.stringify(forgetPath)}) event.response.headers[${JSON.stringify(forgetHeader.name.toLowerCase())}] = { value: ${JSON.stringify(forgetHeader.value)} };
    return event.response;
  }
  event.request.uri = file;
  return event.request;
}
`;
