import {
    CreateLoginProfileCommand,
    GetUserCommand,
    ListVirtualMFADevicesCommand,
    UpdateLoginProfileCommand,
} from "@aws-sdk/client-iam";

import { awsCall } from "../../access";
import type { AccountClients } from "../../access";
import { isGone } from "../gone";
import { emptyUser } from "../removal/emptyUser";
import type { Step } from "../step";
import { readCredentials } from "../userCredentials";
import type { UserCredentials } from "../userCredentials";

/** A person's IAM user, and what they can sign in with. */
export interface ObservedPerson {
    /** Of the user, e.g. `/PSKPeople/prod/`. */
    readonly path: string;
    readonly credentials: UserCredentials;
    /** Virtual MFA devices of the person's name that are assigned to no user. */
    readonly unassignedMfa: readonly string[];
}

/**
 * Reads what a person can sign in with; `undefined`: there is no such user.
 *
 * @param lacks calls that the local AWS doesn't have
 */
export async function readPerson(
    { iam, caller }: AccountClients,
    UserName: string,
    lacks: readonly string[] = [],
): Promise<ObservedPerson | undefined> {
    let path: string;
    try {
        const { User } = await awsCall(`iam:GetUser of ${UserName}`, caller, () =>
            iam.send(new GetUserCommand({ UserName })),
        );
        path = User?.Path ?? "";
    } catch (error) {
        if (isGone(error)) return undefined;
        throw error;
    }
    const unassigned: string[] = [];
    let marker: string | undefined;
    do {
        const page = await awsCall("iam:ListVirtualMFADevices", caller, () =>
            iam.send(
                new ListVirtualMFADevicesCommand({
                    AssignmentStatus: "Unassigned",
                    ...(marker === undefined ? {} : { Marker: marker }),
                }),
            ),
        );
        for (const { SerialNumber = "" } of page.VirtualMFADevices ?? []) {
            if (SerialNumber.endsWith(`:mfa/${UserName}`)) unassigned.push(SerialNumber);
        }
        marker = page.IsTruncated === true ? page.Marker : undefined;
    } while (marker !== undefined);
    return {
        path,
        credentials: await readCredentials(iam, caller, UserName, lacks),
        unassignedMfa: unassigned,
    };
}

/**
 * Gives a person a password, which they must change when they sign in. It goes to AWS and nowhere else.
 *
 * @throws Error naming the call and AWS's error, without the password
 */
export async function setPassword(
    { iam, caller }: AccountClients,
    UserName: string,
    Password: string,
    has: boolean,
): Promise<void> {
    const input = { UserName, Password, PasswordResetRequired: true };
    await (has
        ? awsCall(`iam:UpdateLoginProfile of ${UserName}`, caller, () =>
              iam.send(new UpdateLoginProfileCommand(input)),
          )
        : awsCall(`iam:CreateLoginProfile of ${UserName}`, caller, () =>
              iam.send(new CreateLoginProfileCommand(input)),
          ));
}

/** Steps that take a person's MFA devices away, so that they can enrol another. */
export const mfaSteps = (account: string, name: string, person: ObservedPerson): readonly Step[] =>
    leavingSteps(account, name, person).filter(({ do: kind }) =>
        ["deactivateMfa", "deleteMfa"].includes(kind),
    );

/** Steps that take away everything a person can sign in with. */
export const leavingSteps = (
    account: string,
    name: string,
    { credentials, unassignedMfa }: ObservedPerson,
): readonly Step[] =>
    emptyUser(
        { account: { id: account }, credentials: { [name]: credentials }, unassignedMfa },
        { UserName: name },
    );
