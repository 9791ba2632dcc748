/** Questions asked before something is done that others will notice. */
import { ElMessageBox } from "element-plus";

/** The reason why `name` is taken out of service; null when the person thinks better of it. */
export async function askReason(noun: string, name: string): Promise<string | null> {
  const asked = await ElMessageBox.prompt(`停用「${name}」后，新方案和能力缺口不再计入。请写明原因：`, `停用${noun}`, {
    confirmButtonText: "停用",
    inputValidator: (text: string | null) => {
      const length = text?.trim().length ?? 0;
      return length === 0 ? "请写明原因" : length <= 200 || "最多 200 个字";
    },
  }).catch(() => null);
  return asked ? (asked as { value: string }).value.trim() : null;
}

export const confirmed = (title: string, words: string, button: string): Promise<boolean> =>
  ElMessageBox.confirm(words, title, { confirmButtonText: button, type: "warning" }).then(
    () => true,
    () => false,
  );
