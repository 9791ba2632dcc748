/** One job at a time: ask for it, follow it, stop it. With `kept` it is found again after leaving the page and coming back. */
import { onScopeDispose, ref, shallowRef } from "vue";

import { api, body, type Schemas } from "./client";
import { listen } from "./events";
import { Refusal, refusalOf } from "./problem";

export type Job = Schemas["JobRead"];
type Told<P> = { id: string; state: Job["state"]; progress?: P | null };

const OVER: readonly Job["state"][] = ["done", "failed", "cancelled"];

export function useJob<P>(kept: string | null, onOver: (job: Job) => void) {
  const job = ref<string | null>(kept && sessionStorage.getItem(kept));
  const progress = shallowRef<P | null>(null);
  const refusal = shallowRef<Refusal | null>(null);
  const stopping = ref(false);

  function follow(id: string | null): void {
    job.value = id;
    progress.value = null;
    stopping.value = false;
    if (kept && id) sessionStorage.setItem(kept, id);
    else if (kept) sessionStorage.removeItem(kept);
  }

  async function look(): Promise<void> {
    const id = job.value;
    if (!id) return;
    try {
      const found = await body(api.GET("/api/v1/jobs/{job_id}", { params: { path: { job_id: id } } }));
      if (job.value !== id) return;
      progress.value = found.progress as P | null;
      if (OVER.includes(found.state)) over(found);
    } catch (thrown) {
      const refused = refusalOf(thrown);
      if (refused.status === 404) follow(null);
      else refusal.value = refused;
    }
  }

  function over(found: Job): void {
    follow(null);
    if (found.state === "failed") refusal.value = new Refusal(0, "计算失败", found.error ?? "");
    onOver(found);
  }

  /** Follows the job that `ask` asks for, if it needed one; a refusal is kept to be shown. */
  async function start(ask: () => Promise<{ job_id: string | null }>): Promise<void> {
    refusal.value = null;
    try {
      follow((await ask()).job_id);
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
      const told = data as Told<P>;
      if (told.id !== job.value) return;
      if (told.progress === undefined || OVER.includes(told.state)) void look();
      else progress.value = told.progress;
    }),
    listen("reload", () => void look()),
  ];
  onScopeDispose(() => leave.forEach((stop) => stop()));
  void look();

  return { job, progress, refusal, stopping, start, cancel };
}
