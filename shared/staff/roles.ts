/** What somebody of the staff may do; the same words as the groups at the issuer. */
export const roles = ["counsellor", "hotlineManager", "communeOfficer", "provinceSupervisor", "administrator"] as const;
export type Role = (typeof roles)[number];

/** The roles among any words, in the order of `roles`; words that are no role are left out. */
export const knownRoles = (words: readonly string[]): Role[] => roles.filter((role) => words.includes(role));
