/** A division with its sub-tree ("" = the whole installation), or one site. */
export interface Place {
  division: string | null;
  site: string | null;
}

export const keyOf = ({ division, site }: Place): string => (site ? `site:${site}` : `division:${division ?? ""}`);

export function placeOf(key: string): Place {
  const [kind, value] = [key.slice(0, key.indexOf(":")), key.slice(key.indexOf(":") + 1)];
  return kind === "site" ? { division: null, site: value } : { division: value, site: null };
}
