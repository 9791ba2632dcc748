import { defineStore } from "pinia";
import { ref } from "vue";

import { api, body } from "@/api/client";
import { listen } from "@/api/events";

/** How many messages wait to be read; told by the server's events. */
export const useInbox = defineStore("inbox", () => {
  const unread = ref(0);
  const revision = ref(0);
  let following = false;

  async function count(): Promise<void> {
    try {
      unread.value = (await body(api.GET("/api/v1/inbox", { params: { query: { unread_only: true, limit: 1 } } }))).unread;
    } catch {
      // the bell stays as it was; the next event or reload asks again
    }
    revision.value += 1;
  }

  /** Marks these messages as read, or all. */
  async function read(messages: string[] | null): Promise<void> {
    unread.value = (await body(api.POST("/api/v1/inbox/read", { body: { messages } }))).unread;
    revision.value += 1;
  }

  function follow(): void {
    void count();
    if (following) return;
    following = true;
    for (const topic of ["inbox", "reload"]) listen(topic, () => void count());
  }

  return { unread, revision, follow, read };
});
