/** What is typed into a form survives a closed page: kept per person and form until the form succeeds. */
import { getCurrentScope, onScopeDispose, ref, type Ref, watch } from "vue";

const PREFIX = "yingcang.draft";
const KEEP_DAYS = 14;
const PAUSE_MS = 400;

interface Kept<T> {
  at: number;
  value: T;
}

export interface Draft {
  /** When what was found had been typed; null when the form began empty. */
  restored: Ref<Date | null>;
  /** After success, or when the person wants to begin anew. */
  clear: () => void;
}

const keyOf = (person: string, form: string): string => `${PREFIX}.${person}.${form}`;

function read<T>(key: string): Kept<T> | null {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "null") as Kept<T> | null;
    return kept && Date.now() - kept.at < KEEP_DAYS * 86_400_000 ? kept : null;
  } catch {
    return null;
  }
}

/**
 * Fills `fields` with the draft of that person and form, if there is one, and keeps it up to date.
 * `merge` brings an old draft into the form's present shape. Never give it a password.
 */
export function useDraft<T extends object>(person: string, form: string, fields: Ref<T>, merge = (kept: T): T => ({ ...fields.value, ...kept })): Draft {
  const key = keyOf(person, form);
  const kept = read<T>(key);
  const restored = ref(kept ? new Date(kept.at) : null);
  if (kept) fields.value = merge(kept.value);

  let empty = JSON.stringify(kept ? null : fields.value);
  let pause: ReturnType<typeof setTimeout> | undefined;

  function keep(): void {
    clearTimeout(pause);
    pause = undefined;
    const text = JSON.stringify(fields.value);
    if (text === empty) localStorage.removeItem(key);
    else store(key, { at: Date.now(), value: fields.value });
  }

  function clear(): void {
    clearTimeout(pause);
    pause = undefined;
    empty = JSON.stringify(fields.value);
    restored.value = null;
    localStorage.removeItem(key);
  }

  watch(fields, () => {
    clearTimeout(pause);
    pause = setTimeout(keep, PAUSE_MS);
  }, { deep: true });
  const leave = (): void => void (pause !== undefined && keep());
  window.addEventListener("pagehide", leave);
  if (getCurrentScope())
    onScopeDispose(() => {
      leave();
      window.removeEventListener("pagehide", leave);
    });
  return { restored, clear };
}

/** A full store loses the draft, not the form. */
function store(key: string, kept: Kept<unknown>): void {
  try {
    localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    localStorage.removeItem(key);
  }
}

/** Removes drafts that are past their days, whoever wrote them. */
export function forgetOldDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(`${PREFIX}.`) && !read(key)) localStorage.removeItem(key);
}
