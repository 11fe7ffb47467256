/**
 * Which addresses which HTTP function answers; everything else is a page built ahead.
 * The HTTP API, the distribution's behaviours and the local gateway all read this list.
 */
export const routes = [
  { path: "/dang-ky/{proxy+}", function: "registrationPublic" },
  { path: "/tra-cuu/{proxy+}", function: "registrationPublic" },
  { path: "/en/dang-ky/{proxy+}", function: "registrationPublic" },
  { path: "/en/tra-cuu/{proxy+}", function: "registrationPublic" },
  { path: "/co-so", function: "registrationPublic" },
  { path: "/en/co-so", function: "registrationPublic" },
  { path: "/api/registrations", function: "registrationPublic" },
  { path: "/api/registrations/{proxy+}", function: "registrationPublic" },
  { path: "/hen-goi/{proxy+}", function: "hotlinePublic" },
  // Before the hotline's own: the first that fits answers on one machine, the longest in the cloud.
  { path: "/lich-hen/g/{proxy+}", function: "registrationPublic" },
  { path: "/lich-hen/{proxy+}", function: "hotlinePublic" },
  { path: "/en/hen-goi/{proxy+}", function: "hotlinePublic" },
  { path: "/en/lich-hen/g/{proxy+}", function: "registrationPublic" },
  { path: "/en/lich-hen/{proxy+}", function: "hotlinePublic" },
  { path: "/api/callbacks", function: "hotlinePublic" },
  { path: "/api/callbacks/{proxy+}", function: "hotlinePublic" },
  { path: "/api/receipts", function: "messageReceipts" },
  { path: "/desk", function: "staff" },
  { path: "/desk/sign-in", function: "staff" },
  { path: "/desk/sign-in/{proxy+}", function: "staff" },
  { path: "/desk/sign-out", function: "staff" },
  { path: "/en/desk", function: "staff" },
  { path: "/en/desk/sign-in", function: "staff" },
  { path: "/en/desk/sign-in/{proxy+}", function: "staff" },
  { path: "/en/desk/sign-out", function: "staff" },
  { path: "/desk/hotline", function: "hotlineDesk" },
  { path: "/desk/hotline/{proxy+}", function: "hotlineDesk" },
  { path: "/en/desk/hotline", function: "hotlineDesk" },
  { path: "/en/desk/hotline/{proxy+}", function: "hotlineDesk" },
  // Before the desk's own, for the same reason.
  { path: "/desk/registrations/papers/{proxy+}", function: "registrationPapers" },
  { path: "/desk/registrations", function: "registrationDesk" },
  { path: "/desk/registrations/{proxy+}", function: "registrationDesk" },
  { path: "/en/desk/registrations/papers/{proxy+}", function: "registrationPapers" },
  { path: "/en/desk/registrations", function: "registrationDesk" },
  { path: "/en/desk/registrations/{proxy+}", function: "registrationDesk" },
] as const;
