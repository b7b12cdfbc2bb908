import type { Document } from "../policy/document";

/** Whether some statement of a document may allow an action, ignoring principals, resources and conditions. */
export const mayAllow = ({ fault, statements }: Document, action: string): boolean =>
    fault !== undefined ||
    statements.some(
        (statement) =>
            statement.effect === "Allow" &&
            (statement.fault !== undefined || statement.actions.has(action)),
    );
