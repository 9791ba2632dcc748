/** Making plans of one incident: a new one, one of a plan and what a person wants otherwise, or one beside others. */
import { ref } from "vue";
import { api, body, type Schemas } from "@/api/client";
import { type Job, useJob } from "@/api/job";
import { keyKeeper } from "@/api/keys";
import type { Progress } from "./progress";

export function useRun(incident: string, onOver: (job: Job) => void) {
  let keyFor = keyKeeper();
  const run = useJob<Progress>(`yingcang.job.${incident}`, (job) => {
    keyFor = keyKeeper();
    onOver(job);
  });

  /** The plan that the one asked for last is made from; null for a new one. */
  const earlier = ref<string | null>(null);

  function plan(options: Schemas["PlanOptions"]): Promise<void> {
    earlier.value = null;
    const params = { path: { incident_id: incident }, header: { "idempotency-key": keyFor(options) } };
    return run.start(() => body(api.POST("/api/v1/incidents/{incident_id}/plans", { params, body: options })));
  }

  function adjust(plan: string, wanted: Schemas["PlanAdjust"]): Promise<void> {
    earlier.value = plan;
    const params = { path: { plan_id: plan }, header: { "idempotency-key": keyFor([plan, wanted]) } };
    return run.start(() => body(api.POST("/api/v1/plans/{plan_id}/adjustments", { params, body: wanted })));
  }

  function joint(command: Schemas["JointPlans"]): Promise<void> {
    earlier.value = null;
    const params = { header: { "idempotency-key": keyFor(command) } };
    return run.start(() => body(api.POST("/api/v1/plans/joint", { params, body: command })));
  }

  return { ...run, earlier, plan, adjust, joint };
}
