/** Refusals of the server (RFC 9457) as something that pages can show and bind to fields. */
export interface Fault {
  pointer: string;
  detail: string;
}

export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly faults: readonly Fault[] = [],
    /** The last word of the problem's type: "sign-in-required". */
    readonly kind = "",
  ) {
    super(detail || title);
  }
}

const TITLES: Record<number, string> = {
  403: "没有权限",
  404: "没有找到",
  413: "内容过大",
  429: "请求过于频繁",
  500: "服务器出错",
  502: "服务器没有应答",
  503: "系统繁忙，请稍后重试",
};

function isFault(value: unknown): value is Fault {
  const fault = value as Partial<Fault> | null;
  return typeof fault?.pointer === "string" && typeof fault.detail === "string";
}

/** What the server said, however little that is: a problem document, or only a status. */
export function refusalFrom(status: number, body: unknown): Refusal {
  const problem = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const title = typeof problem.title === "string" ? problem.title : (TITLES[status] ?? `请求失败（${status}）`);
  const detail = typeof problem.detail === "string" ? problem.detail : "";
  const faults = Array.isArray(problem.errors) ? problem.errors.filter(isFault) : [];
  return new Refusal(status, title, detail, faults, kindOf(problem.type));
}

export const kindOf = (type: unknown): string => (typeof type === "string" ? (type.split("/").at(-1) ?? "") : "");

/** Anything thrown while asking the server. */
export function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  if (thrown instanceof TypeError) return new Refusal(0, "连不上服务器", "请检查网络后重试");
  return new Refusal(0, "页面出错", thrown instanceof Error ? thrown.message : String(thrown));
}

/** The words for one field, joined; pointers are compared without their leading ``/body`` and slash. */
export function faultAt(refusal: Refusal | null, pointer: string): string {
  const wanted = plainPointer(pointer);
  const found = refusal?.faults.filter((fault) => plainPointer(fault.pointer) === wanted) ?? [];
  return found.map((fault) => fault.detail).join("；");
}

/** Faults that no field of the form shows. */
export function faultsElsewhere(refusal: Refusal | null, shown: readonly string[]): Fault[] {
  const pointers = new Set(shown.map(plainPointer));
  return refusal?.faults.filter((fault) => !pointers.has(plainPointer(fault.pointer))) ?? [];
}

export function plainPointer(pointer: string): string {
  return pointer.replace(/^#?\/?(body\/)?/, "");
}
