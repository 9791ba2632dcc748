/**
 * The server's events. One connection for the whole page; it reconnects by itself and then says `reload`.
 * A page out of sight gives its connection back: browsers open only six to one server, and tabs share them.
 */
import { ref } from "vue";

type Listener = (data: unknown) => void;

/** Whether the connection is broken just now. */
export const lost = ref(false);

const listeners = new Map<string, Set<Listener>>();
let source: EventSource | null = null;
let before = false;
let wanted = false;
let refused: () => Promise<unknown> = () => Promise.resolve();
const RETRY_MS = 3_000;

function hear(topic: string): void {
  source?.addEventListener(topic, (event: MessageEvent<string>) => {
    const data: unknown = JSON.parse(event.data);
    listeners.get(topic)?.forEach((listener) => listener(data));
  });
}

/** What happened while nobody listened has to be read anew. */
function opened(): void {
  lost.value = false;
  if (before) listeners.get("reload")?.forEach((listener) => listener(null));
  before = true;
}

/** The browser tries again by itself, but not after an answer that is no stream: that may be an ended sign-in. */
function broken(): void {
  lost.value = true;
  if (source?.readyState !== EventSource.CLOSED) return;
  close();
  setTimeout(() => void (wanted && refused().catch(() => undefined).then(follow)), RETRY_MS);
}

function open(): void {
  source = new EventSource("/api/v1/events");
  source.onopen = opened;
  source.onerror = broken;
  for (const topic of listeners.keys()) hear(topic);
}

function close(): void {
  source?.close();
  source = null;
}

function follow(): void {
  if (document.hidden || !wanted) close();
  else if (!source) open();
}

document.addEventListener("visibilitychange", follow);

/** Connects while the page is in sight; `made` is asked whether one may, when the server gave no stream. */
export function connect(made: () => Promise<unknown> = () => Promise.resolve()): void {
  refused = made;
  wanted = true;
  follow();
}

/** Nobody is signed in any more. */
export function disconnect(): void {
  wanted = before = lost.value = false;
  close();
}

/** Calls `listener` for every event of the topic until the answer is called. */
export function listen(topic: string, listener: Listener): () => void {
  if (!listeners.has(topic)) {
    listeners.set(topic, new Set());
    hear(topic);
  }
  listeners.get(topic)!.add(listener);
  return () => void listeners.get(topic)?.delete(listener);
}
