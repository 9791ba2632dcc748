/** Where one types first: `autofocus` counts only while a document is loading. */
import type { Directive } from "vue";

import { narrow } from "@/screen";

const FIELDS = "input:not([readonly], [disabled], [type='hidden']), textarea:not([disabled])";

/**
 * The first field within; not on a phone, where the keyboard would cover the form, and not where somebody types already:
 * a dialog asks for this once it has come in, and what is typed meanwhile would go on in another field.
 */
export function focusFirst(within: Element | null | undefined): void {
  if (narrow || !within || within.contains(document.activeElement)) return;
  within.querySelector<HTMLElement>(FIELDS)?.focus();
}

/** `v-focus`: the field within, whenever it appears. */
export const vFocus: Directive<HTMLElement, boolean | undefined> = {
  mounted: (element, { value }) => value !== false && focusFirst(element),
};
