/** Whether somebody is at the page: requests that follow a hand's movement count as use, others do not. */
const RECENT_MS = 60_000;
const KEEP_MS = 4 * 60_000;

let touchedAt = Date.now();
let sentAt = Date.now();

export function followHands(): void {
  for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"])
    window.addEventListener(kind, () => (touchedAt = Date.now()), { passive: true, capture: true });
}

export const byHand = (): boolean => Date.now() - touchedAt < RECENT_MS;
export const sent = (): void => void (sentAt = Date.now());

/** Calls `ask` when somebody has long worked on the page without a request, so that typing keeps him signed in. */
export function keepAlive(ask: () => void): void {
  setInterval(() => byHand() && Date.now() - sentAt > KEEP_MS && ask(), RECENT_MS / 2);
}
