import { ref, shallowRef, type Ref, type ShallowRef } from "vue";
import { refusalOf, type Refusal } from "./problem";

export interface Loaded<T> {
  data: ShallowRef<T | null>;
  refusal: ShallowRef<Refusal | null>;
  busy: Ref<boolean>;
  reload: () => Promise<void>;
}

/** Keeps the answer of `ask`, what went wrong, and whether it is still on its way. A later call beats an earlier one. */
export function useLoad<T>(ask: () => Promise<T>, { now = true } = {}): Loaded<T> {
  const data: ShallowRef<T | null> = shallowRef(null);
  const refusal = shallowRef<Refusal | null>(null);
  const busy = ref(false);
  let latest = 0;

  async function reload(): Promise<void> {
    const mine = ++latest;
    busy.value = true;
    try {
      const answer = await ask();
      if (mine === latest) [data.value, refusal.value] = [answer, null];
    } catch (thrown) {
      if (mine === latest) refusal.value = refusalOf(thrown);
    } finally {
      if (mine === latest) busy.value = false;
    }
  }

  if (now) void reload();
  return { data, refusal, busy, reload };
}
