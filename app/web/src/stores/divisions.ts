import { defineStore } from "pinia";
import { computed, shallowRef } from "vue";

import { api, body, type Schemas } from "@/api/client";
import { placeText } from "@/text/places";

type Division = Schemas["DivisionOut"];
const PAGE = 1000;

/** All divisions of the district, asked for once. */
export const useDivisions = defineStore("divisions", () => {
  const all = shallowRef<Division[]>([]);
  let asked: Promise<void> | null = null;

  function load(): Promise<void> {
    asked ??= read().catch((thrown: unknown) => {
      asked = null;
      throw thrown;
    });
    return asked;
  }

  async function read(): Promise<void> {
    const found: Division[] = [];
    for (let offset = 0; ; offset += PAGE) {
      const { items } = await body(api.GET("/api/v1/divisions", { params: { query: { limit: PAGE, offset } } }));
      found.push(...items);
      if (items.length < PAGE) break;
    }
    all.value = found;
  }

  const byCode = computed(() => new Map(all.value.map((division) => [division.code, division])));
  const villages = computed(() => all.value.filter((division) => division.kind === "village"));
  const townshipOf = (division: Division) => (division.parent ? (byCode.value.get(division.parent)?.name ?? "") : "");
  const fullName = (division: Division) => (division.kind === "village" ? `${townshipOf(division)} ${placeText(division.name)}` : division.name);

  const nameOf = (code: string) => placeText(byCode.value.get(code)?.name ?? code);

  return { nameOf, all, byCode, villages, load, townshipOf, fullName };
});
