import { afterEach, expect, test, vi } from "vitest";

class Stream {
  static made: Stream[] = [];
  static readonly CLOSED = 2;
  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  heard = new Map<string, (event: { data: string }) => void>();
  constructor() {
    Stream.made.push(this);
  }
  addEventListener(topic: string, listener: (event: { data: string }) => void) {
    this.heard.set(topic, listener);
  }
  close() {
    this.readyState = 2;
  }
}

afterEach(() => vi.useRealTimers());

test("says when the connection breaks, opens a refused one again and asks for a fresh look", async () => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", Stream);
  const { connect, listen, lost } = await import("./events");
  const told: unknown[] = [];
  listen("job", (data) => told.push(data));
  listen("reload", () => told.push("reload"));
  connect();
  const first = Stream.made[0]!;
  first.onopen!();
  first.heard.get("job")!({ data: '{"id":1}' });
  expect(told).toEqual([{ id: 1 }]);

  first.readyState = 2;
  first.onerror!();
  expect(lost.value).toBe(true);
  await vi.advanceTimersByTimeAsync(3_000);
  Stream.made[1]!.onopen!();
  expect(lost.value).toBe(false);
  expect(told).toEqual([{ id: 1 }, "reload"]);
});
