// Plain text as blocks, in the JSON of the editor. A line is a paragraph, unless the text was wrapped by hand; blank
// lines always divide. commentaries/file_formats.py reads plain text files in the same way.

import { words } from "./paste-source.js";

const LINE_END = /\r\n|[\r\n\u0085\u2028\u2029]/;
const BULLET = /^[-–•*·▪◦‣]\s+(?=\S)/;
const NUMBER = /^(\d{1,3})[.)]\s+(?=\S)/;

export function plainBlocks(text, marks = []) {
  const node = (line) => ({ type: "paragraph", content: [{ type: "text", text: line, marks }] });
  return inRuns(paragraphs(text)).map(({ type, lines, start }) => {
    if (!type) return node(lines[0]);
    const content = lines.map((line) => ({ type: "listItem", content: [node(line.replace(BULLET, "").replace(NUMBER, ""))] }));
    return { type, content, ...(start > 1 ? { attrs: { start } } : {}) };
  });
}

function paragraphs(text) {
  const raw = words(text.replace(/[\t\v\f]/g, " ")).split(LINE_END);
  if (raw.length === 1 && raw[0].trim()) return raw; // within a sentence, where its spaces count
  const lines = raw.map((line) => line.trim());
  const width = Math.max(...lines.map((line) => line.length));
  const pairs = lines.slice(1).map((after, index) => [lines[index], after]);
  // A line was broken by hand where the next word would not have fitted.
  const breaks = pairs.map(([line, after]) => broken(line, after, width));
  const inner = pairs.filter(([line, after]) => line && after).length;
  const wrapped = width >= 50 && width <= 100 && inner >= 4 && breaks.filter(Boolean).length > inner / 2;
  return lines.reduce((found, line, index) => {
    if (wrapped && breaks[index - 1]) return [...found.slice(0, -1), `${found.at(-1)} ${line}`];
    return line ? [...found, line] : found;
  }, []);
}

function broken(line, after, width) {
  if (!line || !after || BULLET.test(after) || NUMBER.test(after)) return false;
  return line.length + 1 + after.split(/\s/)[0].length > width;
}

// Two or more lines in a row that begin like items are a list; one alone may begin so for any reason.
function inRuns(lines) {
  const runs = [];
  for (const line of lines) {
    const type = BULLET.test(line) ? "bulletList" : NUMBER.test(line) ? "orderedList" : null;
    const number = Number(line.match(NUMBER)?.[1]);
    const last = runs.at(-1);
    const follows = type && last?.type === type && (type === "bulletList" || number === last.start + last.lines.length);
    if (follows) last.lines.push(line);
    else runs.push({ type, lines: [line], start: number });
  }
  return runs.flatMap((run) => (run.type && run.lines.length === 1 ? [{ lines: run.lines }] : [run]));
}
