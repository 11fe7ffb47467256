/** What somebody of the staff may do; the same words as the groups at the issuer. */
export const roles = ["counsellor", "hotlineManager", "communeOfficer", "provinceSupervisor", "administrator"] as const;
export type Role = (typeof roles)[number];

/** Whose desk is that of the registrations. */
export const registrationRoles: readonly Role[] = ["communeOfficer", "provinceSupervisor", "administrator"];

/** The claim that names where somebody works, and its shape: the code of a commune (five digits) or of a province (two). */
export const unitClaim = "custom:unit";
export const unitShape = /^(\d{5}|\d{2})$/;

/** The roles among any words, in the order of `roles`; words that are no role are left out. */
export const knownRoles = (words: readonly string[]): Role[] => roles.filter((role) => words.includes(role));
