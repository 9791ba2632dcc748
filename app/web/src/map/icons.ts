/** Round map signs, drawn here so that the style needs no sprite file. */
import type { Board } from "./board";

/** White strokes on a 24 × 24 field. */
const SIGNS = {
  shelter: { colour: "#2f8a4a", path: "M5 12 12 6l7 6 M7.5 11v7h9v-7 M12 18v-4" },
  source: { colour: "#1d5fb0", path: "M6 9l6-3 6 3v7l-6 3-6-3z M6 9l6 3 6-3 M12 12v7" },
  mission: { colour: "#8a3fa0", path: "M8 19V6 M8 6.5h9l-2.5 3 2.5 3H8" },
  closed: { colour: "#c62f2f", path: "M7 12h10" },
} as const;

const SIZE = 22;
const RATIO = 2;

/** A white arrow head that points along a line. */
const AHEAD = "M9 6l6 6-6 6";

/** What `draw` draws on a 24 × 24 field. */
function picture(draw: (pen: CanvasRenderingContext2D) => void): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE * RATIO;
  const pen = canvas.getContext("2d")!;
  pen.scale((SIZE * RATIO) / 24, (SIZE * RATIO) / 24);
  pen.lineJoin = pen.lineCap = "round";
  pen.strokeStyle = "#ffffff";
  draw(pen);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

function drawSign(pen: CanvasRenderingContext2D, { colour, path }: (typeof SIGNS)[keyof typeof SIGNS]): void {
  pen.beginPath();
  pen.arc(12, 12, 10.6, 0, Math.PI * 2);
  pen.fillStyle = colour;
  pen.fill();
  pen.lineWidth = 1.6;
  pen.stroke();
  pen.stroke(new Path2D(path));
}

function drawAhead(pen: CanvasRenderingContext2D): void {
  pen.lineWidth = 3.4;
  pen.stroke(new Path2D(AHEAD));
}

export function addSigns(board: Board): void {
  if (!board.hasImage("ahead")) board.addImage("ahead", picture(drawAhead), { pixelRatio: RATIO });
  for (const [name, sign] of Object.entries(SIGNS))
    if (!board.hasImage(name)) board.addImage(name, picture((pen) => drawSign(pen, sign)), { pixelRatio: RATIO });
}
