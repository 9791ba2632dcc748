/** What a table shows and where its rows come from. */
export interface Column<Row> {
  key: string;
  title: string;
  /** The cell as text: shown unless the page has a slot `cell-<key>`, and exported. */
  text: (row: Row) => string;
  width?: number;
  minWidth?: number;
  align?: "left" | "right";
  fixed?: boolean;
  /** Not shown until somebody chooses it. */
  spare?: boolean;
}

export interface Page<Row> {
  items: Row[];
  /** Where the next page begins; null on the last. */
  next: string | null;
}

/** Pages by cursor for a list that the server gives by offset. */
export function byOffset<Row>(ask: (offset: number, limit: number) => Promise<{ items: Row[] }>, limit = 50) {
  return async (cursor: string | null): Promise<Page<Row>> => {
    const offset = Number(cursor ?? 0);
    const { items } = await ask(offset, limit);
    return { items, next: items.length === limit ? String(offset + limit) : null };
  };
}

/** Every row from the first page on, at most so many. */
export async function allRows<Row>(load: (cursor: string | null) => Promise<Page<Row>>, most: number): Promise<{ rows: Row[]; more: boolean }> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Row> = await load(cursor);
    rows.push(...page.items);
    cursor = page.next;
  } while (cursor !== null && rows.length < most);
  return { rows: rows.slice(0, most), more: cursor !== null || rows.length > most };
}
