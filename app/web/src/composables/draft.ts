/** What is typed into a form survives a closed page: kept per person and form until the form succeeds. */
import { getCurrentScope, onScopeDispose, ref, type Ref, watch } from "vue";

const PREFIX = "yingcang.draft";
const KEEP_DAYS = 14;
const PAUSE_MS = 400;

interface Kept<T> {
  at: number;
  value: T;
  /** What the form began with, where that has to be the same still. */
  from?: string;
}

export interface Draft {
  /** When what was found had been typed; null when the form began empty. */
  restored: Ref<Date | null>;
  /** After success. */
  clear: () => void;
  /** When the person wants to begin anew. */
  anew: () => void;
}

interface Options {
  /** The form changes something that others may change too: a draft that began with something else is not brought back. */
  changing?: boolean;
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

/** Fills `fields` with the draft of that person and form, if there is one, and keeps it up to date. Never give it a password. */
export function useDraft<T extends object>(person: string, form: string, fields: Ref<T>, { changing = false }: Options = {}): Draft {
  const key = keyOf(person, form);
  const first = JSON.stringify(fields.value);
  const from = changing ? first : undefined;
  const found = read<T>(key);
  const kept = found?.from === from ? found : null;
  const restored = ref(kept ? new Date(kept.at) : null);
  if (kept) fields.value = { ...fields.value, ...kept.value };

  let empty = JSON.stringify(kept ? null : fields.value);
  let pause: ReturnType<typeof setTimeout> | undefined;

  function keep(): void {
    clearTimeout(pause);
    pause = undefined;
    const text = JSON.stringify(fields.value);
    if (text === empty) localStorage.removeItem(key);
    else store(key, { at: Date.now(), value: fields.value, from });
  }

  function clear(): void {
    clearTimeout(pause);
    pause = undefined;
    empty = JSON.stringify(fields.value);
    restored.value = null;
    localStorage.removeItem(key);
  }

  function anew(): void {
    fields.value = JSON.parse(first) as T;
    clear();
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
  return { restored, clear, anew };
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
