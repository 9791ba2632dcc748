/** A planning job of one incident: start it, follow it, stop it. Survives leaving the page and coming back. */
import { onScopeDispose, ref, shallowRef } from "vue";

import { api, body, type Schemas } from "@/api/client";
import { listen } from "@/api/events";
import { keyKeeper } from "@/api/keys";
import { type Refusal, refusalOf } from "@/api/problem";
import type { Progress } from "./progress";

type Job = Schemas["JobRead"];
type Told = { id: string; state: Job["state"]; progress: Progress | null };

const OVER: readonly Job["state"][] = ["done", "failed", "cancelled"];

export function useRun(incident: string, onOver: (job: Job) => void) {
  const kept = `yingcang.job.${incident}`;
  const job = ref<string | null>(sessionStorage.getItem(kept));
  const progress = shallowRef<Progress | null>(null);
  const refusal = shallowRef<Refusal | null>(null);
  const stopping = ref(false);
  let keyFor = keyKeeper();

  function follow(id: string | null): void {
    job.value = id;
    progress.value = null;
    stopping.value = false;
    if (id) sessionStorage.setItem(kept, id);
    else sessionStorage.removeItem(kept);
  }

  async function look(): Promise<void> {
    const id = job.value;
    if (!id) return;
    try {
      const found = await body(api.GET("/api/v1/jobs/{job_id}", { params: { path: { job_id: id } } }));
      if (job.value !== id) return;
      progress.value = found.progress as Progress | null;
      if (OVER.includes(found.state)) over(found);
    } catch (thrown) {
      const refused = refusalOf(thrown);
      if (refused.status === 404) follow(null);
      else refusal.value = refused;
    }
  }

  function over(found: Job): void {
    follow(null);
    keyFor = keyKeeper();
    if (found.state === "failed") refusal.value = refusalOf(new Error(found.error ?? "计算失败"));
    onOver(found);
  }

  async function start(options: Schemas["PlanOptions"]): Promise<void> {
    refusal.value = null;
    try {
      const asked = await body(
        api.POST("/api/v1/incidents/{incident_id}/plans", {
          params: { path: { incident_id: incident }, header: { "idempotency-key": keyFor(options) } },
          body: options,
        }),
      );
      follow(asked.job_id);
      await look();
    } catch (thrown) {
      refusal.value = refusalOf(thrown);
    }
  }

  async function cancel(): Promise<void> {
    if (!job.value) return;
    stopping.value = true;
    try {
      await body(api.POST("/api/v1/jobs/{job_id}/cancel", { params: { path: { job_id: job.value } } }));
    } catch (thrown) {
      refusal.value = refusalOf(thrown);
    }
    await look();
  }

  const leave = [
    listen("job", (data) => {
      const told = data as Told;
      if (told.id !== job.value) return;
      if (OVER.includes(told.state)) void look();
      else progress.value = told.progress;
    }),
    listen("reload", () => void look()),
  ];
  onScopeDispose(() => leave.forEach((stop) => stop()));
  void look();

  return { job, progress, refusal, stopping, start, cancel };
}
