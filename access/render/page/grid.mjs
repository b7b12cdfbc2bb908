/* global document, ResizeObserver, requestAnimationFrame */
import { byId } from "./element.mjs";
import { showHead } from "./gridHead.mjs";
import { rowElement, spacerRows } from "./gridRow.mjs";
import { moved, windowOf } from "./move.mjs";

/** More rows than this may need a scroll bar. */
const mostRowsAtOnce = 12;

/**
 * The matrix as a tree grid: a column per identity, a row per account and per role of an unfolded one. Only the rows in
 * sight are built.
 *
 * @param {object} acts
 * @param {(account: number) => void} acts.toggle unfolds an account, or folds it
 * @param {import("./panel.mjs").Opens} acts.opens
 * @param {(account: number) => boolean} acts.differs
 * @param {(account: number) => boolean} acts.isUnfolded
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/treegrid/
 */
export function createGrid(model, acts) {
    const table = byId("grid");
    const box = table.parentElement;
    const [body] = table.tBodies;
    let view = { columns: [], rows: [], columnCount: 0 };
    /** The cell that Tab reaches; column 0 is the row's header, row -1 the columns' headings. */
    let active = { row: 0, column: 0 };
    let built = { from: 0, to: 0 };
    /** In pixels, as measured last. */
    let rowHeight = 24;

    const cellAt = ({ row, column }) =>
        row === -1
            ? table.tHead.querySelectorAll("[data-identity]")[column - 1]
            : body.querySelector(`[data-row="${row}"]`)?.cells[column];
    const inSight = () => windowOf(box.scrollTop, box.clientHeight, rowHeight, view.rows.length);

    /** Builds some of the rows; empty ones stand for those above and below. */
    function build({ from, to }) {
        const hadFocus = table.contains(document.activeElement);
        built = { from, to };
        body.replaceChildren(
            ...spacerRows(from * rowHeight),
            ...view.rows
                .slice(from, to)
                .map((row, at) => rowElement(model, row, from + at, view, acts)),
            ...spacerRows((view.rows.length - to) * rowHeight),
        );
        const cell = cellAt(active);
        cell?.setAttribute("tabindex", 0);
        // While the active cell is scrolled out of view it does not exist; the table itself takes its key events.
        table.tabIndex = cell === undefined && view.rows.length > 0 ? 0 : -1;
        if (hadFocus) (cell ?? table).focus({ preventScroll: true });
    }

    function buildInSight() {
        const next = inSight();
        if (next.from !== built.from || next.to !== built.to) build(next);
    }

    /** Makes a cell the active one, built and in sight. */
    function activate(at) {
        cellAt(active)?.setAttribute("tabindex", -1);
        active = at;
        if (cellAt(active) === undefined) {
            box.scrollTop = at.row * rowHeight;
            buildInSight();
        }
        const cell = cellAt(active);
        cell.setAttribute("tabindex", 0);
        table.tabIndex = -1;
        cell.focus({ preventScroll: true });
        // The sticky head and row headers cover the cells below them.
        const names = table.tHead.rows[0].cells[0].offsetWidth;
        box.style.scrollPadding = `${table.tHead.offsetHeight}px 0 0 ${names}px`;
        cell.scrollIntoView({ block: "nearest", inline: active.column === 0 ? "end" : "nearest" });
    }

    function open({ row, column }) {
        const identity = view.columns[column - 1]?.identity;
        if (row === -1) {
            acts.opens.openIdentity(identity);
            return;
        }
        const { account, role } = view.rows[row];
        if (role === undefined) acts.opens.openAccount(account, identity);
        else if (identity === undefined) acts.opens.openRole(role);
        else acts.opens.openCell(identity, role);
    }

    function onKey(event) {
        if (event.altKey || view.rows.length === 0) return;
        const { account, role } = view.rows[active.row] ?? {};
        const next = moved(event, active, {
            rows: view.rows.length,
            columns: view.columns.length + 1,
            page: Math.max(1, Math.floor(box.clientHeight / rowHeight) - 3),
        });
        if (event.key === "Enter" || event.key === " ") open(active);
        else if (active.column === 0 && role === undefined && toggles(event.key, account))
            acts.toggle(account);
        else if (next !== undefined) activate(next);
        else return;
        event.preventDefault();
    }

    const toggles = (key, account) =>
        key === (acts.isUnfolded(account) ? "ArrowLeft" : "ArrowRight");

    function onClick({ target }) {
        const cell = target.closest("th, td[role]");
        if (cell === null) return;
        activate({ row: Number(cell.parentElement.dataset.row), column: cell.cellIndex });
        const { account, role } = view.rows[active.row];
        const isName = active.column === 0 && target.closest(".differs") === null;
        if (isName && role === undefined) acts.toggle(account);
        else open(active);
    }

    table.addEventListener("keydown", onKey);
    table.addEventListener("focus", () => activate(active));
    body.addEventListener("click", onClick);
    table.tHead.addEventListener("click", ({ target }) => {
        const head = target.closest("[data-identity]");
        if (head === null) return;
        activate({ row: -1, column: head.cellIndex + 1 });
        open(active);
    });
    box.addEventListener("scroll", () => requestAnimationFrame(buildInSight));
    new ResizeObserver(buildInSight).observe(box);
    return {
        /** @param shown as viewOf has it */
        show(shown) {
            const old = view.rows[active.row];
            view = shown;
            // The active cell stays with its row, as long as that is there.
            const row = view.rows.findIndex(
                ({ account, role }) => account === old?.account && role === old.role,
            );
            const column = Math.min(active.column, view.columns.length);
            const isHeading = active.row === -1 && column > 0;
            active = { row: isHeading ? -1 : Math.max(0, row), column };
            showHead(model, table, view);
            box.classList.toggle("long", view.rows.length > mostRowsAtOnce);
            build(inSight());
            const measured = body.querySelector("[data-row]")?.getBoundingClientRect().height;
            // What isn't laid out has no height.
            if (!measured || measured === rowHeight) return;
            rowHeight = measured;
            build(inSight());
        },
        contains: (node) => table.contains(node),
        /** Gives the focus back to the active cell, wherever it was scrolled. */
        focus() {
            if (view.rows.length > 0) activate(active);
        },
    };
}
