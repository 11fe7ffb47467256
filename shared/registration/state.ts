/** Where an application can be. */
export const applicationStates = ["submitted", "withdrawn"] as const;
export type ApplicationState = (typeof applicationStates)[number];

/** Every move an application can make; the same row is the condition on the write. */
export const applicationMoves = {
  withdraw: { from: "submitted", to: "withdrawn" },
} as const satisfies Record<string, { from: ApplicationState; to: ApplicationState }>;
