import * as ts from "typescript";

/**
 * A TypeScript file with one element more at the end of a list; all else stays as it is written.
 *
 * @param list name of the constant or property that is the list
 * @param element source of the element, on one line
 * @throws Error if there isn't exactly one such list
 */
export function insertInList(text: string, list: string, element: string): string {
    const source = ts.createSourceFile("x.ts", text, ts.ScriptTarget.ES2022, true);
    const found: ts.ArrayLiteralExpression[] = [];
    const visit = (node: ts.Node): void => {
        if (
            (ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node)) &&
            node.name.getText(source) === list &&
            node.initializer !== undefined &&
            ts.isArrayLiteralExpression(node.initializer)
        ) {
            found.push(node.initializer);
        }
        ts.forEachChild(node, visit);
    };
    visit(source);
    const [array, ...more] = found;
    if (array === undefined || more.length > 0) {
        throw new Error(
            `there are ${found.length} lists ${list}, must be one; add it by hand: ${element}`,
        );
    }
    const line = text.slice(text.lastIndexOf("\n", array.getStart(source)) + 1);
    const indent = /^ */.exec(line)?.[0] ?? "";
    const last = array.elements.at(-1);
    const close = array.getEnd() - 1;
    if (last === undefined) {
        return `${text.slice(0, array.getStart(source) + 1)}\n${indent}    ${element},\n${indent}${text.slice(close)}`;
    }
    // After the last element, its comma, and a comment beside it.
    const rest = text.slice(last.getEnd(), close);
    const [comma = ""] = /^,?/.exec(rest) ?? [];
    const trailing = rest.slice(comma.length).trimEnd();
    return `${text.slice(0, last.getEnd())},${trailing}\n${indent}    ${element},\n${indent}${text.slice(close)}`;
}

/** A TypeScript file with one import more, after the last. */
export function insertImport(text: string, line: string): string {
    const source = ts.createSourceFile("x.ts", text, ts.ScriptTarget.ES2022, true);
    const last = source.statements.filter((one) => ts.isImportDeclaration(one)).at(-1);
    const at = last?.getEnd() ?? 0;
    return `${text.slice(0, at)}${at === 0 ? "" : "\n"}${line}${text.slice(at)}`;
}
