/** The manual's pages by title; each comes when it is opened. */
const FOUND = import.meta.glob<string>("../../../../../docs/手册/*.md", { import: "default" });

export const PAGES: ReadonlyMap<string, () => Promise<string>> = new Map(
  Object.entries(FOUND).map(([path, load]) => [path.slice(path.lastIndexOf("/") + 1, -3), load]),
);
