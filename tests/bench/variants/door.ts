/** A request and an answer that know no framework. */
export type Asked = { params: Record<string, string>; headers: Record<string, string | string[] | undefined>; body: string };
export type Answered = { status: number; headers: Record<string, string>; body: string };
export type Door = { path: string; answer: (asked: Asked) => Promise<Answered> };

export const safe = {
  "Cache-Control": "no-store",
  "Content-Security-Policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
};
