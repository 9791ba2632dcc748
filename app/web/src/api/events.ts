/** The server's events. One connection for the whole page; it reconnects by itself and then says `reload`. */
type Listener = (data: unknown) => void;

const listeners = new Map<string, Set<Listener>>();
let source: EventSource | null = null;

function hear(topic: string): void {
  source?.addEventListener(topic, (event: MessageEvent<string>) => {
    const data: unknown = JSON.parse(event.data);
    listeners.get(topic)?.forEach((listener) => listener(data));
  });
}

/** Calls `listener` for every event of the topic until the answer is called. */
export function listen(topic: string, listener: Listener): () => void {
  source ??= new EventSource("/api/v1/events");
  if (!listeners.has(topic)) {
    listeners.set(topic, new Set());
    hear(topic);
  }
  listeners.get(topic)!.add(listener);
  return () => void listeners.get(topic)?.delete(listener);
}
