/** The value below which a share (0 to 1) of the values lies; NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export const fixed = (value: number, digits = 1): string => value.toFixed(digits);
export const whole = (value: number): string => Math.round(value).toLocaleString("en");
export const kB = (bytes: number): string => fixed(bytes / 1_000);
export const MB = (bytes: number): string => fixed(bytes / 1_000_000, 0);
