import { uuid7 } from "@/uuid7";

/** One Idempotency-Key per content: a retry of the same posting carries the same key, a changed one a new key. */
export function keyKeeper(): (content: unknown) => string {
  let kept = { content: "", key: "" };
  return (content) => {
    const text = JSON.stringify(content);
    if (kept.content !== text) kept = { content: text, key: uuid7() };
    return kept.key;
  };
}
