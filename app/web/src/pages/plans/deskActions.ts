/** What can be done with a row of the plan, whichever table shows it. */
import type { InjectionKey } from "vue";
import type { Schemas } from "@/api/client";
import { placeText } from "@/text/places";
import { assignmentWishes, deliveryWishes, postingWishes, tripWishes, type Wish, type Wishes } from "./adjusting";
import type { Delivery } from "./filter";

type Report = Schemas["PlanReport"];
type Question = Schemas["WhyQuestion"];

export interface Line {
  title: string;
  question: Question;
  wishes: Wishes;
}

export interface DeskActions {
  /** Whether a wish will hold in the next plan. */
  on: (wish: Wish) => boolean;
  toggle: (wish: Wish) => void;
  ask: (line: Line) => void;
}

export const DESK_ACTIONS: InjectionKey<DeskActions> = Symbol("desk actions");

export const assignmentLine = (row: Report["assignments"][number]): Line => ({
  title: placeText(`${row.group_name} → ${row.shelter_name}`),
  question: { kind: "assignment", subject: row.group },
  wishes: assignmentWishes(row),
});

export const deliveryLine = (row: Delivery): Line => ({
  title: placeText(`${row.item_name}：${row.source_name} → ${row.shelter_name}`),
  question: { kind: "delivery", subject: row.lot, target: row.shelter },
  wishes: deliveryWishes(row),
});

export const tripLine = (row: Report["trips"][number]): Line => ({
  title: placeText(`${row.vehicle_name}的这一趟`),
  question: { kind: "trip", subject: row.id },
  wishes: tripWishes(row),
});

export function postingLine(row: Report["missions"][number]): Line | null {
  const wishes = postingWishes(row);
  return wishes && { title: placeText(`${row.team_name} → ${row.name}`), question: { kind: "posting", subject: row.team!, target: row.mission }, wishes };
}
