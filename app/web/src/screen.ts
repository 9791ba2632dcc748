/** What kind of screen the page was opened on. */
export const narrow = window.matchMedia("(max-width: 700px)").matches;

const wider = (px: number): boolean => window.matchMedia(`(min-width: ${px}px)`).matches;
/** How many times as big as on a desk everything is on a wall: `--scale` of style.css. */
export const scale = wider(3000) ? 1.8 : wider(2200) ? 1.22 : 1;
