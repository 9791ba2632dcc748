export interface PackageLevel {
  name: string;
  factor: number;
}

export const numberText = (value: number): string => value.toLocaleString("zh-CN");

/** A quantity in its base unit and, where full packages exist, in packages: "240 床（12 箱 × 20）". */
export function quantityText(quantity: number, unit: string, levels: readonly PackageLevel[] = []): string {
  const plain = `${numberText(quantity)} ${unit}`;
  const level = [...levels].sort((a, b) => b.factor - a.factor).find((it) => it.factor > 1 && quantity >= it.factor);
  if (!level) return plain;
  const full = Math.floor(quantity / level.factor);
  const rest = quantity % level.factor;
  const tail = rest ? ` + ${numberText(rest)}` : "";
  return `${plain}（${numberText(full)} ${level.name} × ${numberText(level.factor)}${tail}）`;
}
