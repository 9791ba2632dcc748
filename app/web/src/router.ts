import { ElMessage } from "element-plus";
import { createRouter, createWebHistory } from "vue-router";

/** The pages of the navigation, in its order; `short` is the word under the icon on a phone. */
export const PAGES = [
  { path: "/incidents", title: "态势与方案", short: "方案" },
  { path: "/stock", title: "库存", short: "库存" },
  { path: "/teams", title: "队伍", short: "队伍" },
  { path: "/shelters", title: "避难场所", short: "场所" },
  { path: "/vehicles", title: "车辆", short: "车辆" },
  { path: "/gap", title: "能力缺口", short: "缺口" },
] as const;

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: "/", redirect: "/incidents" },
    { path: "/incidents", component: () => import("./pages/incidents/IncidentList.vue"), meta: { title: "态势与方案" } },
    { path: "/incidents/new", component: () => import("./pages/incidents/IncidentForm.vue"), meta: { title: "新建事件" } },
    {
      path: "/incidents/:incident([0-9a-f-]{36})",
      component: () => import("./pages/plans/PlanDesk.vue"),
      props: true,
      meta: { title: "调度方案", full: true },
    },
    { path: "/stock", component: () => import("./pages/stock/StockDesk.vue"), meta: { title: "库存", full: true } },
    { path: "/teams", component: () => import("./pages/forces/TeamList.vue"), meta: { title: "队伍" } },
    { path: "/shelters", component: () => import("./pages/forces/ShelterList.vue"), meta: { title: "避难场所" } },
    { path: "/vehicles", component: () => import("./pages/forces/VehicleList.vue"), meta: { title: "车辆" } },
    { path: "/gap", component: () => import("./pages/gap/GapPage.vue"), meta: { title: "能力缺口" } },
    { path: "/:rest(.*)*", component: () => import("./pages/NotFound.vue"), meta: { title: "没有这个页面" } },
  ],
});

/** A page's code did not come: the server is away, or was renewed meanwhile and has other files now. */
router.onError(async (_error, to) => {
  const there = await fetch("/favicon.svg", { cache: "no-store" }).then(({ ok }) => ok, () => false);
  const first = !router.currentRoute.value.matched.length;
  if (there && !first) location.assign(to.fullPath);
  else ElMessage.error(`没能打开“${String(to.meta.title)}”：连不上服务器，请稍后再试`);
});

router.afterEach((to) => {
  document.title = `${String(to.meta.title)} · 应仓`;
});
