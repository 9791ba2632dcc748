import { ref, type Ref, shallowRef, type ShallowRef } from "vue";

import { type Refusal, refusalOf } from "@/api/problem";

export interface Attempt {
  busy: Ref<boolean>;
  refusal: ShallowRef<Refusal | null>;
  /** Does `act`; keeps what refused it. Answers whether it went through. */
  attempt: (act: () => Promise<unknown>) => Promise<boolean>;
}

/** One command of a form: busy while it runs, and what refused it. */
export function useAttempt(): Attempt {
  const busy = ref(false);
  const refusal = shallowRef<Refusal | null>(null);

  async function attempt(act: () => Promise<unknown>): Promise<boolean> {
    busy.value = true;
    refusal.value = null;
    try {
      await act();
      return true;
    } catch (thrown) {
      refusal.value = refusalOf(thrown);
      return false;
    } finally {
      busy.value = false;
    }
  }

  return { busy, refusal, attempt };
}
