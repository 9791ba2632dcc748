/** A planning job's progress in words. Pure. */
export interface Progress {
  stage?: string;
  level?: number | null;
  incumbent?: number | null;
  bound?: number | null;
  gap?: number | null;
  t_s?: number;
}

export const STAGES = [
  { key: "snapshot", name: "取数" },
  { key: "matrix", name: "路网" },
  { key: "shelters", name: "安置" },
  { key: "allocation", name: "物资" },
  { key: "trips", name: "车次" },
  { key: "missions", name: "队伍" },
  { key: "validation", name: "校验" },
] as const;

/** Place of the stage in their order; -1 before the first and for a stage without a name here. */
export const stageIndex = (progress: Progress | null): number => STAGES.findIndex(({ key }) => key === progress?.stage);

const figure = (value: number): string => value.toLocaleString("zh-CN", { maximumFractionDigits: 2 });

/** "第 3 级目标：目前 120，界 100，差距 16.7 %" as far as it is known; nothing between two stages. */
export function searchText(progress: Progress | null): string {
  if (!progress || stageIndex(progress) < 0 || progress.incumbent === null || progress.incumbent === undefined) return "";
  const parts = [`目前 ${figure(progress.incumbent)}`];
  if (typeof progress.bound === "number") parts.push(`界 ${figure(progress.bound)}`);
  if (typeof progress.gap === "number") parts.push(`差距 ${(progress.gap * 100).toFixed(1)} %`);
  const level = typeof progress.level === "number" ? `第 ${progress.level} 级目标：` : "";
  return level + parts.join("，");
}
