/** The wishes about the plan on the desk, kept in the browser until they are carried out or taken back. */
import { type Ref, shallowRef, watch } from "vue";
import { isWished, keepWishes, keptWishes, type Rule, toggled, type Wish } from "./adjusting";

export function useWishes(plan: Ref<string | null>, held: Ref<readonly Rule[]>) {
  const wishes = shallowRef<readonly Wish[]>([]);
  watch(plan, (id) => (wishes.value = id ? keptWishes(id) : []), { immediate: true });

  function set(next: readonly Wish[]): void {
    wishes.value = next;
    if (plan.value) keepWishes(plan.value, next);
  }

  return {
    wishes,
    on: (wish: Wish) => isWished(wishes.value, held.value, wish),
    toggle: (wish: Wish) => set(toggled(wishes.value, held.value, wish)),
    remove: ({ id }: Wish) => set(wishes.value.filter((wish) => wish.id !== id)),
    clear: () => set([]),
  };
}
