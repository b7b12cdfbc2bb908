import { readDocument } from "../policy/readDocument";
import { readOrUnread } from "./readOrUnread";
import type { Document } from "../policy/document";
import type { AccountReader } from "./accountReader";
import type { ManagedPolicy } from "./organization";
import { entriesAt, quote, textAt } from "./shape";
import type { Entry, Raw } from "./shape";

/** The managed policies of one account: its own, and the AWS managed policies that it uses. */
export class ManagedPolicies {
    private readonly byArn = new Map<string, ManagedPolicy>();

    constructor(
        private readonly reader: AccountReader,
        details: Raw,
    ) {
        for (const entry of reader.list(details, "Policies")) {
            const arn = reader.arnOf(entry, "policy", "PolicyName");
            if (arn !== undefined) this.byArn.set(arn.text, this.read(arn.text, entry));
        }
    }

    /**
     * The document of a policy, always the same object. If it is not in the details, a document
     * with a fault.
     */
    documentOf(arn: string): Document {
        const found = this.byArn.get(arn);
        if (found !== undefined) return found.document;
        const document = missingDocument(arn);
        this.byArn.set(arn, { arn, document, otherVersions: [] });
        return document;
    }

    /** The account's own policies, without AWS managed ones. */
    own(): readonly ManagedPolicy[] {
        return [...this.byArn.values()].filter(({ arn }) => !awsOwned.test(arn));
    }

    private read(arn: string, { raw, at }: Entry): ManagedPolicy {
        const { fault } = this.reader;
        const versions = entriesAt(raw["PolicyVersionList"], `${at}.PolicyVersionList`, fault).map(
            (version) => ({
                id: textAt(version.raw, "VersionId", version.at, fault) ?? "",
                isDefault: version.raw["IsDefaultVersion"] === true,
                raw: version.raw["Document"],
            }),
        );
        const defaults = versions.filter(({ isDefault }) => isDefault);
        const [chosen] = defaults;
        const id = raw["DefaultVersionId"];
        if (defaults.length !== 1) {
            fault(
                `${at}.PolicyVersionList has ${defaults.length} versions with IsDefaultVersion; must be exactly one`,
            );
        } else if (id !== undefined && chosen?.id !== id) {
            fault(
                `${at}.DefaultVersionId is ${quote(id)}, but PolicyVersionList has ${quote(chosen?.id)} as the default; they must agree`,
            );
        }
        return {
            arn,
            document: readDocument(arn, chosen?.raw, "identity"),
            otherVersions: versions
                .filter(({ isDefault }) => !isDefault)
                .map((version) => ({
                    id: version.id,
                    document: readOrUnread(`${arn} version ${version.id}`, version.raw, "identity"),
                })),
        };
    }
}

const awsOwned = /^arn:[^:]*:iam::aws:/;
const administratorAccess = /^arn:[^:]*:iam::aws:policy\/AdministratorAccess$/;

function missingDocument(arn: string): Document {
    // AdministratorAccess is stable and well known; the content of other AWS managed policies is
    // not assumed.
    if (administratorAccess.test(arn)) {
        const statement = { Effect: "Allow", Action: "*", Resource: "*" };
        const raw = { Version: "2012-10-17", Statement: [statement] };
        return readDocument(arn, raw, "identity");
    }
    return { name: arn, statements: [], fault: "its document is not in the authorization details" };
}
