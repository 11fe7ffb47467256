type Cell = string | number;

/** Prints rows under their heads: the first column to the left, the others to the right. */
export function printTable(heads: readonly string[], rows: readonly (readonly Cell[])[]): void {
  const lines = [heads, ...rows].map((row) => row.map(String));
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? "").length)));
  const [top = "", ...rest] = lines.map((line) =>
    line.map((cell, column) => (column ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join("  "),
  );
  console.log([top, "-".repeat(top.length), ...rest, ""].join("\n"));
}
