/** One level of packing; `factor` counts pieces of the level below (base units for the lowest). */
export interface PackageLevel {
  level: number;
  name: string;
  factor: number;
}

export const numberText = (value: number): string => value.toLocaleString("zh-CN");

/** Base units in one package of each level, the largest package first. */
export function sizes(levels: readonly PackageLevel[]): { name: string; size: number }[] {
  let size = 1;
  return [...levels]
    .sort((a, b) => a.level - b.level)
    .map(({ name, factor }) => ({ name, size: (size *= factor) }))
    .reverse();
}

/** A quantity as it is counted in the store: "12 箱 × 20 = 240 床", "1 托 × 200 + 2 箱 × 20 + 5 = 245 床", or plain "7 床". */
export function quantityText(quantity: number, unit: string, levels: readonly PackageLevel[] = []): string {
  const plain = `${numberText(quantity)} ${unit}`;
  const parts: string[] = [];
  let rest = quantity;
  for (const { name, size } of sizes(levels)) {
    if (size > 1 && rest >= size) parts.push(`${numberText(Math.floor(rest / size))} ${name} × ${numberText(size)}`);
    if (size > 1) rest %= size;
  }
  if (!parts.length) return plain;
  if (rest) parts.push(numberText(rest));
  return `${parts.join(" + ")} = ${plain}`;
}
