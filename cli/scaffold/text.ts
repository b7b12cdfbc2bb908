import type { Scaffold } from "./change";

/** As `schemas/new.schema.json` has it. @param written whether the files are there now */
export const scaffoldJson = ({ kind, name, changes, next }: Scaffold, written: boolean) => ({
    version: 1,
    kind,
    name,
    written,
    files: changes.map(({ file, text, before }) => ({ file, isNew: before === undefined, text })),
    next,
});

/** For people; of a dry run, new files as they would be. */
export const scaffoldText = ({ changes, next }: Scaffold, written: boolean): string =>
    [
        ...changes.map(({ file, before }) =>
            [written ? (before === undefined ? "made" : "changed") : "would write", file].join(" "),
        ),
        ...(written
            ? []
            : changes.flatMap(({ file, text, before }) =>
                  before === undefined ? ["", `${file}:`, text.trimEnd()] : [],
              )),
        "",
        "Next:",
        ...next.map((step) => `  ${step}`),
    ].join("\n");
