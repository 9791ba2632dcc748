/** A setting of the page that the person's browser keeps: shown columns, the home of which role. */
import { type Ref, ref, watch } from "vue";

export function useKept<T>(person: string, name: string, first: T): Ref<T> {
  const key = `yingcang.kept.${person}.${name}`;
  const value = ref(read(key) ?? first) as Ref<T>;
  watch(value, (now) => localStorage.setItem(key, JSON.stringify(now)), { deep: true });
  return value;
}

function read<T>(key: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") as T | null;
  } catch {
    return null;
  }
}
