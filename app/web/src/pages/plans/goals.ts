/** Values of goals as people read them. Pure. */

/** Goals whose value is a share of one. */
const SHARES: readonly string[] = ["lowest_on_time_share"];

export function goalText(key: string, value: number | null): string {
  if (value === null) return "—";
  return SHARES.includes(key) ? `${(value * 100).toFixed(1)} %` : value.toLocaleString("zh-CN", { maximumFractionDigits: 2 });
}
