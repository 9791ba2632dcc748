import { defineStore } from "pinia";
import { computed, shallowRef } from "vue";

import { api, body, type Schemas } from "@/api/client";

/** The catalogue's items, asked for once. */
export const useItems = defineStore("items", () => {
  const all = shallowRef<Schemas["ItemOut"][]>([]);
  let asked: Promise<void> | null = null;

  function load(): Promise<void> {
    asked ??= body(api.GET("/api/v1/items", { params: { query: { limit: 1000 } } })).then(
      (page) => void (all.value = page.items),
      () => void (asked = null),
    );
    return asked;
  }

  const byId = computed(() => new Map(all.value.map((item) => [item.id, item])));
  return { all, byId, load };
});
