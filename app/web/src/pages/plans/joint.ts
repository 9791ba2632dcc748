/** The order of incidents that are planned together. Pure. */

/** The list with the entry at `index` moved by so many places. */
export function moved<T>(list: readonly T[], index: number, by: number): T[] {
  const rest = [...list];
  const [entry] = rest.splice(index, 1);
  if (entry !== undefined) rest.splice(index + by, 0, entry);
  return rest;
}
