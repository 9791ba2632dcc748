import { defineStore } from "pinia";
import { computed, shallowRef } from "vue";

import { api, body, type Schemas } from "@/api/client";
import { type Refusal, refusalOf } from "@/api/problem";
import { useMe } from "./me";

/** The district that the desk stands in. Pages are shown once it is known. */
export const useDesk = defineStore("desk", () => {
  const place = shallowRef<Schemas["DivisionOut"] | null>(null);
  const known = shallowRef(false);
  const refusal = shallowRef<Refusal | null>(null);

  async function load(): Promise<void> {
    refusal.value = null;
    // somebody without a role yet has no district either, but a page that says so
    if (!useMe().may("places.read")) return void (known.value = true);
    try {
      const districts = await body(api.GET("/api/v1/divisions", { params: { query: { kind: "district" } } }));
      place.value = districts.items[0] ?? null;
    } catch (thrown) {
      refusal.value = refusalOf(thrown);
    }
    known.value = refusal.value === null;
  }

  return {
    refusal,
    load,
    district: computed(() => place.value?.name ?? ""),
    /** Also of somebody who reads only a part of it. */
    districtCode: computed(() => place.value?.code ?? useMe().reach("places.read")?.divisions[0]?.slice(0, 6) ?? ""),
    ready: known,
  };
});
