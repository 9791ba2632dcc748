/** Times as people in the district read them: Asia/Shanghai, whatever the machine's own zone. */
const ZONE = "Asia/Shanghai";

const FIELDS = new Intl.DateTimeFormat("zh-CN", {
  timeZone: ZONE,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

function fields(instant: string | Date): Record<string, string> {
  const parts = FIELDS.formatToParts(new Date(instant));
  return Object.fromEntries(parts.map((part) => [part.type, part.value]));
}

/** "2026-07-16 05:20"; a dash for nothing. */
export function instantText(instant: string | Date | null | undefined): string {
  if (!instant) return "—";
  const at = fields(instant);
  return `${at.year}-${at.month}-${at.day} ${at.hour}:${at.minute}`;
}

/** "2026-07-16"; plain dates pass as they are. */
export function dateText(day: string | null | undefined): string {
  if (!day) return "—";
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : instantText(day).slice(0, 10);
}

/** Seconds as "8 分", "1 时 05 分"; under a minute "不到 1 分". */
export function durationText(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return "—";
  if (seconds === 0) return "0 分";
  if (seconds < 60) return "不到 1 分";
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} 分`;
  return `${Math.floor(minutes / 60)} 时 ${String(minutes % 60).padStart(2, "0")} 分`;
}

/** Seconds of a plan's own clock as "+2:05" hours and minutes after second 0. */
export function planClockText(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return `+${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

/** Hours with one decimal, "永不" for never. */
export function hoursText(hours: number | null | undefined): string {
  return hours === null || hours === undefined ? "未能达到" : `${hours.toFixed(1)} 小时`;
}
