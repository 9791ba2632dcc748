/** What a hold or its release does to what is available, item by item. Pure. */
import type { Schemas } from "@/api/client";

type Row = Schemas["StockRow"];

export interface Availability {
  item_id: string;
  item_name: string;
  unit: string;
  before: number;
  change: number;
  after: number;
}

interface Amount {
  item_id: string;
  quantity: number;
}

/** `sign` −1 for a hold, +1 for a release. */
export function availabilityAfter(stock: readonly Row[], amounts: readonly Amount[], sign: 1 | -1): Availability[] {
  const items = [...new Set(amounts.map((amount) => amount.item_id))];
  return items.flatMap((item_id) => {
    const rows = stock.filter((row) => row.item_id === item_id);
    if (!rows[0]) return [];
    const before = rows.reduce((sum, row) => sum + row.available, 0);
    const change = sign * amounts.filter((amount) => amount.item_id === item_id).reduce((sum, { quantity }) => sum + quantity, 0);
    return [{ item_id, item_name: rows[0].item_name, unit: rows[0].unit, before, change, after: before + change }];
  });
}
