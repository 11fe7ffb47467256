import { access, type FunctionName, type Grant } from "../access.ts";
import type { TableName } from "../tables.ts";
import type { AreaTable } from "./area-table.ts";
import type { NodeFunction } from "./node-function.ts";

/** Lets every function do all that infra/access.ts says of it, and nothing else. */
export function giveAccess(functions: Record<FunctionName, NodeFunction>, tables: Record<TableName, AreaTable>): void {
  const lines = new Map<string, readonly Grant[]>(Object.entries(access));
  for (const [name, who] of Object.entries(functions)) for (const grant of lines.get(name) ?? []) tables[grant.table].allow(who, grant);
}
