/** What the pages of teams, shelters and vehicles share: read, add, change, take out of service and back. */
import type { Column } from "@/components/table";

export interface RegisterRow {
  id: string;
  code: string;
  name: string;
  version: number;
  out_of_service: boolean;
  out_of_service_reason: string | null;
}

/** What every register is asked by; each adds its own. */
export interface Question {
  search: string;
  out_of_service: boolean | null;
  offset: number;
  limit: number;
}

export interface Register<Row extends RegisterRow, Fields extends object> {
  /** Chinese name of one row: 队伍, 避难场所, 车辆. */
  noun: string;
  /** Which register, for what the browser keeps about it: "teams". */
  key: string;
  /** Without the name, which comes first, and without whether it is in service. */
  columns: readonly Column<Row>[];
  list: (question: Question) => Promise<{ items: Row[] }>;
  get: (row: Row) => Promise<Row>;
  add: (fields: Fields, key: string) => Promise<Row>;
  change: (row: Row, fields: Fields) => Promise<Row>;
  halt: (row: Row, reason: string, key: string) => Promise<Row>;
  resume: (row: Row, key: string) => Promise<Row>;
  /** The form's content: of a row to change, or of a new one. */
  fieldsOf: (row: Row | null) => Fields;
}

/** For a change: a position that was left empty stays as it is. */
export function givenPosition<T extends { lon?: number | null; lat?: number | null }>(fields: T): T | Omit<T, "lon" | "lat"> {
  const { lon, lat, ...rest } = fields;
  return lon === null || lat === null ? rest : fields;
}
