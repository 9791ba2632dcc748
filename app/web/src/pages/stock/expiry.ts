/** When goods run out: one word and colour per stage; warnings begin six months before. Pure. */
import type { TagColour } from "@/text/words";

interface Dated {
  expired: boolean;
  days_left: number | null;
}

const SOON_DAYS = 92;
const NEAR_DAYS = 183;

export function expiryTag({ expired, days_left }: Dated): { text: string; colour: TagColour } | null {
  if (expired) return { text: "已过期", colour: "danger" };
  if (days_left === null || days_left > NEAR_DAYS) return null;
  return { text: `剩 ${days_left} 天`, colour: days_left <= SOON_DAYS ? "danger" : "warning" };
}
