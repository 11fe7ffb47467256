/**
 * Which addresses which HTTP function answers; everything else is a page built ahead.
 * The HTTP API, the distribution's behaviours and the local gateway all read this list.
 */
export const routes = [
  { path: "/dang-ky/{proxy+}", function: "registrationPublic" },
  { path: "/tra-cuu/{proxy+}", function: "registrationPublic" },
  { path: "/en/dang-ky/{proxy+}", function: "registrationPublic" },
  { path: "/en/tra-cuu/{proxy+}", function: "registrationPublic" },
  { path: "/api/registrations", function: "registrationPublic" },
  { path: "/api/registrations/{proxy+}", function: "registrationPublic" },
] as const;
