/** One colour for each tier of sites, the same in the tree and on the map. */
import type { Schemas } from "@/api/client";

type Kind = Schemas["SiteKind"];

const COLOURS: Partial<Record<Kind, string>> = {
  district_depot: "#c0392b",
  township_point: "#d98a1f",
  village_room: "#1d5fb0",
  partner: "#2f8a4a",
};
const OTHER = "#7d8995";

export const siteColour = (kind: Kind): string => COLOURS[kind] ?? OTHER;

/** As an expression of the map's style. */
export const SITE_COLOURS = ["match", ["get", "kind"], ...Object.entries(COLOURS).flat(), OTHER];
