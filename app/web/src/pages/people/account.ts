/** Whether a person can sign in, in two words. */
import type { Schemas } from "@/api/client";
import type { TagColour } from "@/text/words";

export function accountState(person: Schemas["PersonRead"], now = Date.now()): { text: string; colour: TagColour } {
  if (person.left_at) return { text: "已离岗", colour: "info" };
  if (!person.account) return { text: "没有账号", colour: "info" };
  if (person.disabled_at) return { text: "已停用", colour: "danger" };
  if (person.locked_until && Date.parse(person.locked_until) > now) return { text: "已锁定", colour: "danger" };
  if (!person.password_set) return { text: "未设口令", colour: "warning" };
  return { text: "可登录", colour: "success" };
}
