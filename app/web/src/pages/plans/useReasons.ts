/** What was found out about the shortages of a plan; found out on demand by a job that may run for minutes. */
import { computed, onScopeDispose, type Ref, watch } from "vue";
import { api, body } from "@/api/client";
import { listen } from "@/api/events";
import { useJob } from "@/api/job";
import { useLoad } from "@/api/load";
import { uuid7 } from "@/uuid7";

interface Looking {
  fraction?: number | null;
  text?: string;
}

export function useReasons(plan: Ref<string>) {
  const path = () => ({ path: { plan_id: plan.value } });
  const found = useLoad(() => body(api.GET("/api/v1/plans/{plan_id}/reasons", { params: path() })), { now: false });
  const { job, progress, refusal, stopping, start, cancel } = useJob<Looking>(null, () => void look());

  /** A look that is under way already is followed. */
  async function look(): Promise<void> {
    await found.reload();
    const under = found.data.value?.job_id ?? null;
    if (under && found.data.value?.plan_id === plan.value) await start(() => Promise.resolve({ job_id: under }));
  }

  const find = () => start(() => body(api.POST("/api/v1/plans/{plan_id}/reasons", { params: { ...path(), header: { "idempotency-key": uuid7() } } })));
  watch(plan, () => void look(), { immediate: true });
  // a plan is looked into by itself once it is there: the job comes a moment later than the plan
  const leave = [
    listen("job", (data) => {
      const told = data as { kind?: string; state?: string };
      if (told.kind === "reasons" && told.state === "queued") void look();
    }),
    listen("plan", (data) => (data as { id: string }).id === plan.value && "reasons" in (data as object) && void look()),
  ];
  onScopeDispose(() => leave.forEach((stop) => stop()));

  return {
    reasons: found.data,
    refusal: computed(() => refusal.value ?? found.refusal.value),
    running: computed(() => !!job.value),
    doing: computed(() => progress.value?.text),
    percent: computed(() => Math.round((progress.value?.fraction ?? 0) * 100)),
    stopping,
    find,
    look,
    cancel,
  };
}
