/** A document while it is being written, and the command it becomes. Pure. */
import type { Schemas } from "@/api/client";

export type MovementKind = "receipt" | "issue" | "transfer" | "adjustment" | "disposal";

export interface Line {
  item_id: string;
  quantity: number;
  /** Issue and transfer: this lot and no other; empty: first expiry first out. Adjustment and disposal: the lot. */
  lot_id: string | null;
  /** Receipt: the lot that comes in. */
  lot_no: string;
  owner: Schemas["Owner"];
  made_on: string | null;
  expires_on: string | null;
  bin_id: string | null;
  condition: Schemas["Condition"];
}

export interface Movement {
  kind: MovementKind;
  site_id: string;
  to_site_id: string | null;
  reason: Schemas["Reason"];
  note: string;
  lines: Line[];
  /** The document, sent back or taken back, that this one takes the place of. */
  mends: string | null;
}

export const KINDS: Record<MovementKind, { title: string; reasons: readonly Schemas["Reason"][] }> = {
  receipt: { title: "入库", reasons: ["purchase", "donation", "allocated", "loan_return"] },
  issue: { title: "出库", reasons: ["distribution", "loan", "rotation", "exercise"] },
  transfer: { title: "调拨", reasons: ["allocation", "rotation"] },
  adjustment: { title: "调整", reasons: ["missing", "found"] },
  disposal: { title: "报废", reasons: ["expired", "broken"] },
};
/** Kinds whose lines name one balance: a lot, in its bin and condition. */
export const ofBalances = (kind: MovementKind): boolean => kind === "adjustment" || kind === "disposal";
/** Whether a document of this kind is written here. */
export const isMovement = (kind: string): kind is MovementKind => kind in KINDS;

export const emptyLine = (given: Partial<Line> = {}): Line => ({
  item_id: "",
  quantity: 1,
  lot_id: null,
  lot_no: "",
  owner: "district",
  made_on: null,
  expires_on: null,
  bin_id: null,
  condition: "usable",
  ...given,
});

export const emptyMovement = (kind: MovementKind, site_id: string, first: Partial<Line> = {}): Movement => ({
  kind,
  site_id,
  to_site_id: null,
  reason: KINDS[kind].reasons[0]!,
  note: "",
  lines: [emptyLine(first)],
  mends: null,
});

type AskedLine = Partial<Omit<Line, "item_id">> & { lot?: Partial<Line> };
type Asked = Partial<Omit<Movement, "lines">> & { lines: AskedLine[] };

/** A document that was sent back or taken back, to be mended. */
export function movementOf({ id, kind, site_id, command, lines }: Schemas["DocumentDetail"]): Movement {
  if (!isMovement(kind)) throw new TypeError(`没有“${kind}”的表单`);
  const asked = command as unknown as Asked;
  const again = asked.lines.map(({ lot, ...line }, index) => emptyLine({ item_id: lines[index]!.item_id, ...lot, ...line }));
  const { to_site_id = null, reason = KINDS[kind].reasons[0]!, note = "" } = asked;
  return { kind, site_id, to_site_id, reason, note, lines: again, mends: id };
}

type Command = Schemas["ReceiptIn"] | Schemas["IssueIn"] | Schemas["TransferIn"] | Schemas["AdjustmentIn"] | Schemas["DisposalIn"];

export function commandOf(movement: Movement): Command {
  const { kind, site_id, reason, note, mends } = movement;
  if (kind === "receipt") {
    const lines = movement.lines.map(({ item_id, lot_no, owner, made_on, expires_on, bin_id, condition, quantity }) => ({
      lot: { item_id, lot_no, owner, made_on, expires_on, source: "" },
      bin_id,
      condition,
      quantity,
    }));
    return { kind, site_id, reason, note, mends, lines };
  }
  if (kind === "adjustment" || kind === "disposal") {
    const lines = movement.lines.map(({ lot_id, bin_id, condition, quantity }) => ({ lot_id: lot_id ?? "", bin_id, condition, quantity }));
    return { kind, site_id, reason, note, mends, lines };
  }
  const lines = movement.lines.map(({ item_id, lot_id, bin_id, quantity }) => ({ item_id, lot_id, bin_id, quantity }));
  if (kind === "issue") return { kind, site_id, reason, note, mends, lines };
  return { kind, site_id, reason, note, mends, lines, to_site_id: movement.to_site_id ?? "" };
}

/** Pointers of the faults that a field of the form shows. */
export function fieldsOf({ kind, lines }: Movement): string[] {
  const lot = ["item_id", "lot_no", "owner", "made_on", "expires_on"].map((field) => `lot/${field}`);
  const line = kind === "receipt" ? [...lot, "quantity", "bin_id", "condition"] : ["item_id", "quantity", "lot_id"];
  return ["reason", "note", "to_site_id", ...lines.flatMap((_, index) => line.map((field) => `lines/${index}/${field}`))];
}

/** Numbers of the lots of a receipt that are past their date already. Dates are "2026-07-16". */
export const expiredLots = ({ kind, lines }: Movement, today: string): string[] =>
  kind === "receipt" ? lines.filter(({ expires_on }) => expires_on && expires_on < today).map(({ lot_no }) => lot_no) : [];

/** What still has to be filled in before the server can be asked, by the pointer of the field. */
export function missing(movement: Movement): Record<string, string> {
  const found: Record<string, string> = {};
  if (movement.kind === "transfer" && !movement.to_site_id) found.to_site_id = "请选择调入库点";
  movement.lines.forEach((line, index) => {
    const at = movement.kind === "receipt" ? `lines/${index}/lot` : `lines/${index}`;
    if (!line.item_id) found[`${at}/item_id`] = "请选择品目";
    if (movement.kind === "receipt" && !line.lot_no.trim()) found[`${at}/lot_no`] = "请填写批号";
    if (ofBalances(movement.kind) && line.item_id && !line.lot_id) found[`${at}/lot_id`] = "请选择批次";
  });
  return found;
}
