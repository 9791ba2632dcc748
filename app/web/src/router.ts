import { ElMessage } from "element-plus";
import { createRouter, createWebHistory, type RouteRecordRaw } from "vue-router";

import { APPROVALS, type Demand } from "./shell/navigation";
import { useMe } from "./stores/me";

declare module "vue-router" {
  interface RouteMeta {
    title: string;
    /** The right without which the page says that it is not for this person. */
    demand?: Demand;
    /** Without the shell, for whoever is not signed in yet. */
    open?: boolean;
    /** As high as the window: the page scrolls within itself. */
    full?: boolean;
  }
}

const pages: RouteRecordRaw[] = [
  { path: "home", component: () => import("./pages/home/HomePage.vue"), meta: { title: "首页" } },
  { path: "incidents", component: () => import("./pages/incidents/IncidentList.vue"), meta: { title: "态势与方案", demand: "incidents.read" } },
  { path: "incidents/new", component: () => import("./pages/incidents/IncidentForm.vue"), meta: { title: "新建事件", demand: "incidents.draft" } },
  {
    path: "incidents/:incident([0-9a-f-]{36})",
    component: () => import("./pages/plans/PlanDesk.vue"),
    props: true,
    meta: { title: "调度方案", full: true, demand: "incidents.read" },
  },
  { path: "stock", component: () => import("./pages/stock/StockDesk.vue"), meta: { title: "库存", full: true, demand: "stock.read" } },
  { path: "items/:item([0-9a-f-]{36})", component: () => import("./pages/stock/ItemPage.vue"), props: true, meta: { title: "品目库存", demand: "stock.read" } },
  { path: "places/:place(\\d{6,12})", component: () => import("./pages/places/PlacePage.vue"), props: true, meta: { title: "区划", demand: "places.read" } },
  { path: "teams", component: () => import("./pages/forces/TeamList.vue"), meta: { title: "队伍", demand: "forces.read" } },
  { path: "shelters", component: () => import("./pages/forces/ShelterList.vue"), meta: { title: "避难场所", demand: "forces.read" } },
  { path: "vehicles", component: () => import("./pages/forces/VehicleList.vue"), meta: { title: "车辆", demand: "forces.read" } },
  { path: "gap", component: () => import("./pages/gap/GapPage.vue"), meta: { title: "能力缺口", demand: "planning.read" } },
  { path: "approvals", component: () => import("./pages/approvals/ApprovalsPage.vue"), meta: { title: "审批", demand: APPROVALS } },
  { path: "people", component: () => import("./pages/people/PeoplePage.vue"), meta: { title: "人员与账号", demand: "people.read" } },
  { path: "grants", component: () => import("./pages/rights/GrantsPage.vue"), meta: { title: "授权", demand: "rights.read" } },
  { path: "policies", component: () => import("./pages/rights/PoliciesPage.vue"), meta: { title: "策略", demand: "policies.read" } },
  { path: "plans/:plan([0-9a-f-]{36})", component: () => import("./pages/plans/PlanDoor.vue"), props: true, meta: { title: "调度方案", demand: "plans.read" } },
  { path: "tokens", component: () => import("./pages/tokens/TokensPage.vue"), meta: { title: "资源共享令牌", demand: "exchange.read" } },
  { path: "audit", component: () => import("./pages/audit/AuditPage.vue"), meta: { title: "审计", demand: "audit.read" } },
  { path: "inbox", component: () => import("./pages/inbox/InboxPage.vue"), meta: { title: "收件箱" } },
  { path: "account", component: () => import("./pages/account/AccountPage.vue"), meta: { title: "我的账号" } },
  { path: "help/:page?", component: () => import("./pages/help/HelpPage.vue"), props: ({ params }) => ({ page: String(params.page ?? "") }), meta: { title: "手册" } },
  { path: "components", component: () => import("./pages/components/ComponentsPage.vue"), meta: { title: "组件", ...(import.meta.env.DEV ? {} : { demand: "settings.read" }) } },
  { path: ":rest(.*)*", component: () => import("./pages/NotFound.vue"), meta: { title: "没有这个页面" } },
];

const signIn = () => import("./pages/sign-in/SignInPage.vue");

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: "/sign-in", name: "sign-in", component: signIn, meta: { title: "登录", open: true } },
    { path: "/sign-in/code", name: "code", component: signIn, meta: { title: "一次性代码", open: true } },
    { path: "/", component: () => import("./shell/AppShell.vue"), redirect: "/home", meta: { title: "应仓" }, children: pages },
  ],
});

/** Nobody sees a page before the server has said who he is. */
router.beforeEach(async (to) => {
  const me = useMe();
  if (!me.known) await me.load();
  if (to.meta.open || me.signedIn) return true;
  return { path: "/sign-in", query: to.fullPath === "/home" ? {} : { to: to.fullPath } };
});

/** A page's code did not come: the server is away, or was renewed meanwhile and has other files now. */
router.onError(async (_error, to) => {
  const there = await fetch("/favicon.svg", { cache: "no-store" }).then(({ ok }) => ok, () => false);
  const first = !router.currentRoute.value.matched.length;
  if (there && !first) location.assign(to.fullPath);
  else ElMessage.error(`没能打开“${to.meta.title}”：连不上服务器，请稍后再试`);
});

router.afterEach((to, from) => {
  document.title = `${to.meta.title} · 应仓`;
  // whoever reads by ear or moves by keyboard begins at the new page, not at the link that led there
  if (from.matched.length && to.path !== from.path) document.getElementById("content")?.focus({ preventScroll: true });
});
