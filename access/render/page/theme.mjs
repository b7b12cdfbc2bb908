/* global document, matchMedia */
import { byId } from "./element.mjs";

/** The system's theme until the button changes it. Not stored: a page opened from a file may have no storage. */
export function startTheme() {
    const root = document.documentElement;
    const theme = byId("theme");
    const isDark = () =>
        root.dataset.theme === undefined
            ? matchMedia("(prefers-color-scheme: dark)").matches
            : root.dataset.theme === "dark";
    const show = () => (theme.textContent = isDark() ? "Light" : "Dark");
    theme.addEventListener("click", () => {
        root.dataset.theme = isDark() ? "light" : "dark";
        show();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
    show();
    theme.hidden = false;
}
