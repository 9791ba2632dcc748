import { defineStore } from "pinia";
import { computed, ref, shallowRef, watch } from "vue";

import { actAs, api, body, type Schemas } from "@/api/client";
import { type Refusal, refusalOf } from "@/api/problem";

const KEPT = "yingcang.actor";

/** Who sits at the desk, and for which district. Pages are shown once both are known. */
export const useDesk = defineStore("desk", () => {
  const persons = shallowRef<Schemas["PersonRead"][]>([]);
  const place = shallowRef<Schemas["DivisionOut"] | null>(null);
  const actor = ref("");
  const refusal = shallowRef<Refusal | null>(null);

  watch(actor, (code) => {
    actAs(code);
    if (code) localStorage.setItem(KEPT, code);
  }, { flush: "sync" });

  async function load(): Promise<void> {
    refusal.value = null;
    try {
      const [people, districts] = await Promise.all([
        body(api.GET("/api/v1/people")),
        body(api.GET("/api/v1/divisions", { params: { query: { kind: "district" } } })),
      ]);
      persons.value = people.items;
      place.value = districts.items[0] ?? null;
      const kept = people.items.find((person) => person.code === localStorage.getItem(KEPT));
      actor.value = (kept ?? people.items.find((person) => person.code === "duty") ?? people.items[0])?.code ?? "";
    } catch (thrown) {
      refusal.value = refusalOf(thrown);
    }
  }

  const nameOf = (code: string) => persons.value.find((person) => person.code === code)?.name ?? code;

  return {
    nameOf,
    actor,
    refusal,
    load,
    people: computed(() => persons.value.map((person) => ({ code: person.code, label: person.name }))),
    district: computed(() => place.value?.name ?? ""),
    districtCode: computed(() => place.value?.code ?? ""),
    ready: computed(() => actor.value !== ""),
  };
});
