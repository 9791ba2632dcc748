import { ENUMS, TITLES } from "@/api/words";

export type EnumName = keyof typeof ENUMS;
export type TagColour = "primary" | "success" | "warning" | "danger" | "info";

interface Word {
  label: string;
  colour: TagColour;
}

const words = (kind: EnumName): Record<string, Word> => ENUMS[kind];

export const labelOf = (kind: EnumName, value: string): string => words(kind)[value]?.label ?? value;
export const colourOf = (kind: EnumName, value: string): TagColour => words(kind)[value]?.colour ?? "info";

/** The values of an enum with their labels, in the order that the server gives them. */
export function optionsOf(kind: EnumName): { value: string; label: string }[] {
  return Object.entries(words(kind)).map(([value, { label }]) => ({ value, label }));
}

/** The Chinese title of a field, as the schema has it. */
export function titleOf<S extends keyof typeof TITLES>(schema: S, field: keyof (typeof TITLES)[S] & string): string {
  return TITLES[schema][field] as string;
}
