/** What a table shows, where its rows come from, and the file that it becomes. */
import { ElMessage } from "element-plus";

import { api, body } from "@/api/client";
import { csvOf, saveFile } from "@/text/csv";

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
  /** What to sort by, where the whole list is on one page. */
  sort?: (row: Row) => number | string;
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

const MOST_ROWS = 20_000;

/** The server's limit on the words of a question. */
const MOST_ASKED = 400;

/**
 * Every page of a list as a CSV file with the given columns: for lists of which the server makes no file itself. The
 * audit learns of it first (`POST /audit/exports`): a file that cannot be put on record is not handed over.
 */
export async function exportRows<Row>(title: string, columns: readonly Column<Row>[], load: (cursor: string | null) => Promise<Page<Row>>, question?: unknown): Promise<void> {
  const { rows, more } = await allRows(load, MOST_ROWS);
  if (!rows.length) return;
  const asked = question === undefined || question === null ? "" : JSON.stringify(question).slice(0, MOST_ASKED);
  await body(api.POST("/api/v1/audit/exports", { body: { title, columns: columns.map((column) => column.title), rows: rows.length, question: asked } }));
  saveFile(`${title}.csv`, csvOf(columns.map((column) => column.title), rows.map((row) => columns.map(({ text }) => text(row)))));
  if (more) ElMessage.warning(`只导出了前 ${MOST_ROWS} 行，请缩小查询范围`);
}
