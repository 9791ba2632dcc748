/** Submissions and decisions as moments of a time line, oldest first. Pure. */
import type { Schemas } from "@/api/client";
import type { Moment } from "@/components/TimeLine.vue";
import { colourOf, labelOf } from "@/text/words";

export function momentsOf(requests: readonly Schemas["ApprovalRow"][]): Moment[] {
  return requests.flatMap(({ id, author_name, submitted_at, note, decided_at, decided_by_name, state, reason }) => {
    const asked: Moment = { key: `${id}.submitted`, at: submitted_at, title: "提交", who: author_name, text: note };
    if (!decided_at) return [asked];
    return [asked, { key: `${id}.decided`, at: decided_at, title: labelOf("ApprovalState", state), who: decided_by_name ?? "", text: reason, colour: colourOf("ApprovalState", state) }];
  });
}
