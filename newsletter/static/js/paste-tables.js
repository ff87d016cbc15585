// A table as something that a mail can carry on any screen. commentaries/tables.py does the same to files.

const ENDS = /[.,:;!?…]$/;
const MOST_COLUMNS = 40;

// rows: of cells { inline, span, down }, where `inline` are the pieces of its words; `heads` says that the first row
// names the columns. Returns blocks.
export function blocksOfRows(rows, heads) {
  const lines = placed(rows).map((cells) => cells.filter(({ inline }) => isSaid(inline)));
  const [first = [], ...rest] = lines;
  const names = heads || (rest.length && first.length > 1 && first.every(({ inline }) => isBold(inline))) ? first : null;
  if (names && rest.some((cells) => cells.length)) return [listOf(rest, names)];
  return lines.filter((cells) => cells.length).map((cells) => ({
    tag: "p", inline: joined(cells.map(({ inline }) => inline), " · "),
  }));
}

// Every cell with the number of its column; one that reaches down is there in each row again.
function placed(rows) {
  const reaching = new Map();
  return rows.map((cells) => {
    const line = [];
    const waiting = [...cells];
    for (let column = 0; waiting.length || reaching.size && column < MOST_COLUMNS; column += 1) {
      const above = reaching.get(column);
      const cell = above?.cell ?? waiting.shift();
      if (!cell) continue;
      line.push({ column, inline: cell.inline });
      if (above ? above.left > 1 : cell.down > 1) reaching.set(column, { cell, left: (above?.left ?? cell.down) - 1 });
      else reaching.delete(column);
      column += Math.min(cell.span, MOST_COLUMNS) - 1;
    }
    return line;
  });
}

function listOf(lines, names) {
  const nameOf = new Map(names.map(({ column, inline }) => [column, plain(inline)]));
  const items = lines.filter((cells) => cells.length).map((cells) => {
    const said = cells.map(({ column, inline }, index) => [
      ...(nameOf.has(column) ? [{ text: `${nameOf.get(column).replace(/:$/, "")}: ` }] : []),
      ...(index ? inline : inline.map((piece) => ({ ...piece, bold: true }))),
    ]);
    return { tag: "li", children: [{ tag: "p", inline: joined(said, "; ") }] };
  });
  return { tag: "ul", children: items };
}

// The words of several blocks in one line.
export function inOneLine(inlines) {
  return inlines.filter(isSaid).reduce((line, inline) => {
    if (!line.length) return [...inline];
    return [...line, { text: ENDS.test(plain(line)) ? " " : "; " }, ...inline];
  }, []).map((piece) => (piece.text === undefined ? { text: " " } : piece));
}

function joined(inlines, between) {
  return inlines.flatMap((inline, index) => (index ? [{ text: between }, ...inline] : inline));
}

function plain(inline) {
  return inline.map(({ text = " " }) => text).join("").trim();
}

function isSaid(inline) {
  return plain(inline) !== "";
}

function isBold(inline) {
  return inline.every(({ text, bold }) => bold || !text?.trim());
}
