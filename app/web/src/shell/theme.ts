/** Light or dark: what the system says, unless the person chose. */
import { computed, ref, watchEffect } from "vue";

export const THEMES = { system: "跟随系统", light: "浅色", dark: "深色" } as const;
export type Theme = keyof typeof THEMES;

const KEPT = "yingcang.theme";
const system = window.matchMedia("(prefers-color-scheme: dark)");
const systemDark = ref(system.matches);
system.addEventListener("change", (event) => (systemDark.value = event.matches));

const kept = localStorage.getItem(KEPT);
export const theme = ref<Theme>(kept !== null && kept in THEMES ? (kept as Theme) : "system");

export const dark = computed(() => theme.value === "dark" || (theme.value === "system" && systemDark.value));

/** Keeps the page's colours in step with the choice from now on. */
export function followTheme(): void {
  watchEffect(() => {
    document.documentElement.classList.toggle("dark", dark.value);
    localStorage.setItem(KEPT, theme.value);
  });
}
