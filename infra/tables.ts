/** The tables as data: the stack builds them in the cloud, the local engine on one machine. */
export type TableShape = {
  partitionKey: "pk";
  sortKey: "sk";
  expiresAttribute: "expiresAtSeconds";
  stream: boolean;
  indexes: readonly { name: string; partitionKey: string; sortKey: string; keysOnly: boolean }[];
};

const shape = { partitionKey: "pk", sortKey: "sk", expiresAttribute: "expiresAtSeconds" } as const;

export const tables = {
  registrations: {
    ...shape,
    stream: false,
    indexes: [
      { name: "byOffice", partitionKey: "byOffice", sortKey: "order", keysOnly: false },
      { name: "byProvince", partitionKey: "byProvince", sortKey: "order", keysOnly: false },
      { name: "forget", partitionKey: "forget", sortKey: "forgetAt", keysOnly: false },
    ],
  },
  hotline: {
    ...shape,
    stream: false,
    indexes: [
      { name: "queue", partitionKey: "queue", sortKey: "rankAt", keysOnly: false },
      { name: "open", partitionKey: "open", sortKey: "openedAt", keysOnly: true },
      { name: "forget", partitionKey: "forget", sortKey: "forgetAt", keysOnly: false },
    ],
  },
  staff: { ...shape, stream: false, indexes: [] },
  messages: {
    ...shape,
    stream: true,
    indexes: [
      { name: "due", partitionKey: "dueShard", sortKey: "dueAt", keysOnly: true },
      { name: "callInstead", partitionKey: "callInstead", sortKey: "callInsteadAt", keysOnly: false },
    ],
  },
} as const satisfies Record<string, TableShape>;

export type TableName = keyof typeof tables;
