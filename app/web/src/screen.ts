/** What kind of screen the page was opened on. */
export const narrow = window.matchMedia("(max-width: 700px)").matches;
