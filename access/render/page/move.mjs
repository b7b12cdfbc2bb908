/**
 * The cell that a key moves to.
 *
 * @param {{ key: string, ctrlKey: boolean, metaKey: boolean }} pressed
 * @param {{ row: number, column: number }} at
 * @param {{ rows: number, columns: number, page: number }} size `page`: rows that fit the window
 * @returns {{ row: number, column: number } | undefined} undefined: the key doesn't move
 */
export function moved({ key, ctrlKey, metaKey }, { row, column }, { rows, columns, page }) {
    const [lastRow, lastColumn] = [rows - 1, columns - 1];
    const within = (place, last) => Math.max(0, Math.min(place, last));
    const toEdge = ctrlKey || metaKey;
    switch (key) {
        case "ArrowUp":
            return { row: within(row - 1, lastRow), column };
        case "ArrowDown":
            return { row: within(row + 1, lastRow), column };
        case "ArrowLeft":
            return { row, column: within(column - 1, lastColumn) };
        case "ArrowRight":
            return { row, column: within(column + 1, lastColumn) };
        case "PageUp":
            return { row: within(row - page, lastRow), column };
        case "PageDown":
            return { row: within(row + page, lastRow), column };
        case "Home":
            return { row: toEdge ? 0 : row, column: 0 };
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
