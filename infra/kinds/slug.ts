import type { Construct } from "constructs";

/** What a part of the stack is called where people meet it: its way through the stack, "registration-public-errors". */
export const slugOf = (scope: Construct, id: string): string => [...scope.node.path.split("/").slice(1), id].join("-");
