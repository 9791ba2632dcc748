/** The places of the application, in the order of the navigation; each is shown to whoever may enter it. */
import { Box, CircleCheck, Connection, DataAnalysis, Document, HomeFilled, House, Key, Lock, MapLocation, User, UserFilled, Van } from "@element-plus/icons-vue";
import type { Component } from "vue";

/** "stock.read"; several: one of them is enough. */
export type Demand = string | readonly string[];

export interface Entry {
  path: string;
  title: string;
  /** The word under the icon where there is little room. */
  short: string;
  icon: Component;
  demand?: Demand;
}

export interface Group {
  title: string;
  entries: readonly Entry[];
}

export const APPROVALS: Demand = ["stock.approve", "plans.approve", "stock.submit", "plans.submit"];

export const GROUPS: readonly Group[] = [
  {
    title: "工作",
    entries: [
      { path: "/home", title: "首页", short: "首页", icon: HomeFilled },
      { path: "/incidents", title: "态势与方案", short: "方案", icon: MapLocation, demand: "incidents.read" },
      { path: "/approvals", title: "审批", short: "审批", icon: CircleCheck, demand: APPROVALS },
    ],
  },
  {
    title: "资源",
    entries: [
      { path: "/stock", title: "库存", short: "库存", icon: Box, demand: "stock.read" },
      { path: "/teams", title: "队伍", short: "队伍", icon: UserFilled, demand: "forces.read" },
      { path: "/shelters", title: "避难场所", short: "场所", icon: House, demand: "forces.read" },
      { path: "/vehicles", title: "车辆", short: "车辆", icon: Van, demand: "forces.read" },
      { path: "/gap", title: "能力缺口", short: "缺口", icon: DataAnalysis, demand: "planning.read" },
    ],
  },
  {
    title: "管理",
    entries: [
      { path: "/people", title: "人员与账号", short: "人员", icon: User, demand: "people.read" },
      { path: "/grants", title: "授权", short: "授权", icon: Key, demand: "rights.read" },
      { path: "/policies", title: "策略", short: "策略", icon: Lock, demand: "policies.read" },
      { path: "/tokens", title: "资源共享令牌", short: "共享", icon: Connection, demand: "exchange.read" },
      { path: "/audit", title: "审计", short: "审计", icon: Document, demand: "audit.read" },
    ],
  },
];

export function entriesFor(may: (demand: Demand) => boolean): Group[] {
  return GROUPS.map(({ title, entries }) => ({ title, entries: entries.filter(({ demand }) => !demand || may(demand)) })).filter(({ entries }) => entries.length);
}

/** Pages of the manual: the one whose address begins like the page's. */
const MANUAL: readonly [string, string][] = [["/incidents", "方案是怎样得出的"], ["/approvals", "审批与下达"]];
export const FIRST_PAGE = "登录与界面";
export const manualFor = (path: string): string => MANUAL.find(([start]) => path.startsWith(start))?.[1] ?? FIRST_PAGE;
