/**
 * The cell that a key moves to. Row -1 holds the headings of the columns, of which the first, of the rows' names, is none.
 *
 * @param {{ key: string, ctrlKey: boolean, metaKey: boolean }} pressed
 * @param {{ row: number, column: number }} at
 * @param {{ rows: number, columns: number, page: number }} size `page`: rows that fit the window
 * @returns {{ row: number, column: number } | undefined} undefined: the key doesn't move
 */
export function moved({ key, ctrlKey, metaKey }, { row, column }, { rows, columns, page }) {
    const [lastRow, lastColumn] = [rows - 1, columns - 1];
    const [firstRow, firstColumn] = [column === 0 ? 0 : -1, row === -1 ? 1 : 0];
    const within = (place, last, first = 0) => Math.max(first, Math.min(place, last));
    const toEdge = ctrlKey || metaKey;
    switch (key) {
        case "ArrowUp":
            return { row: within(row - 1, lastRow, firstRow), column };
        case "ArrowDown":
            return { row: within(row + 1, lastRow), column };
        case "ArrowLeft":
            return { row, column: within(column - 1, lastColumn, firstColumn) };
        case "ArrowRight":
            return { row, column: within(column + 1, lastColumn) };
        case "PageUp":
            return { row: within(row - page, lastRow, Math.min(row, 0)), column };
        case "PageDown":
            return { row: within(row + page, lastRow), column };
        case "Home":
            return toEdge ? { row: 0, column: 0 } : { row, column: firstColumn };
        case "End":
            return { row: toEdge ? lastRow : row, column: lastColumn };
        default:
            return undefined;
    }
}

/**
 * The rows to build: the visible ones and some around them, in steps, so that not every scroll event rebuilds them.
 *
 * @param {number} top how far it is scrolled, in pixels
 * @param {number} height in pixels
 * @param {number} rowHeight in pixels
 * @param {number} rows how many there are
 */
export function windowOf(top, height, rowHeight, rows) {
    const step = 20;
    // After filtering, the scroll position may lie beyond the last row.
    const seen = Math.max(0, Math.min(top, rows * rowHeight - height));
    const first = Math.floor(seen / rowHeight);
    const last = Math.ceil((seen + height) / rowHeight);
    return {
        from: Math.max(0, Math.floor(first / step) * step - step),
        to: Math.min(Math.ceil(last / step) * step + step, rows),
    };
}
