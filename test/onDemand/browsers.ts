import { existsSync } from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";

import type { AxeResults } from "axe-core";
import { source as axe } from "axe-core";
import puppeteer from "puppeteer-core";
import type { Browser, LaunchOptions, Page } from "puppeteer-core";

/** Where each browser may be, on PATH. Debian: `apt-get install chromium firefox-esr`. */
const commands = {
    chromium: ["chromium", "chromium-browser", "google-chrome"],
    firefox: ["firefox-esr", "firefox"],
} as const;

export type BrowserName = keyof typeof commands;
export const browserNames = Object.keys(commands) as readonly BrowserName[];

/** The browser's program; `undefined`: it isn't installed. */
export const programOf = (name: BrowserName): string | undefined =>
    (process.env["PATH"] ?? "")
        .split(path.delimiter)
        .flatMap((folder) => commands[name].map((command) => path.join(folder, command)))
        .find((file) => existsSync(file));

/** @param downloads folder for what is saved */
export function launch(name: BrowserName, program: string, downloads: string): Promise<Browser> {
    const options: LaunchOptions = {
        executablePath: program,
        headless: true,
        // The page is ours, and root has no sandbox.
        args: name === "chromium" ? ["--no-sandbox"] : [],
        // Firefox needs a home to start.
        env: { ...process.env, HOME: process.env["HOME"] ?? homedir() },
    };
    return puppeteer.launch(
        name === "chromium"
            ? { ...options, browser: "chrome" }
            : {
                  ...options,
                  browser: "firefox",
                  extraPrefsFirefox: {
                      "browser.download.folderList": 2,
                      "browser.download.dir": downloads,
                  },
              },
    );
}

/** A page that is open, and what went wrong in it or was asked of the network. */
export interface Opened {
    readonly page: Page;
    readonly faults: string[];
}

export async function open(
    browser: Browser,
    file: string,
    { hash = "", width = 1400 }: { readonly hash?: string; readonly width?: number } = {},
): Promise<Opened> {
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => {
        if (message.type() === "error") faults.push(message.text());
    });
    page.on("request", (request) => {
        if (!/^(file|data|blob):/.test(request.url())) faults.push(request.url());
    });
    await page.setViewport({ width, height: 900 });
    await page.goto(`${pathToFileURL(file).href}${hash}`);
    return { page, faults };
}

/** What axe finds, colours included. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
    await page.evaluate(`${axe};0`);
    const found = (await page.evaluate("axe.run(document)")) as AxeResults;
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
