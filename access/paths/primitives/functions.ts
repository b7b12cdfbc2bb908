import type { Primitive } from "../primitive";
import { enters, passes } from "./rows";
import { api } from "./sources";

const microvms = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-microvms.html";
const shell = "It needs a micro VM that runs with its shell open.";

/** Functions and micro VMs. */
export const functionPrimitives: readonly Primitive[] = [
    ...passes("lambda.amazonaws.com", [
        [
            // Publishing a version with SnapStart runs the code's initialization; no invocation is needed.
            "Lambda",
            ["lambda:CreateFunction"],
            "https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html",
        ],
        [
            "Lambda-WebFunction",
            ["lambda:CreateWebFunction"],
            api("lambda/latest/api", "CreateWebFunction"),
        ],
        ["Lambda-Microvm", ["lambda:CreateMicrovmImage", "lambda:RunMicrovm"], microvms],
        [
            "Lambda-MicrovmShell",
            ["lambda:RunMicrovm", "lambda:CreateMicrovmShellAuthToken"],
            microvms,
        ],
        [
            "Lambda-RunMicrovm",
            ["lambda:RunMicrovm"],
            microvms,
            "It needs an image that runs what the request says.",
        ],
    ]),
    ...enters("lambda.amazonaws.com", [
        ["Lambda-MicrovmShellToken", ["lambda:CreateMicrovmShellAuthToken"], microvms, shell],
        ["Lambda-ConnectMicrovm", ["lambda:ConnectMicrovm"], microvms, shell],
        [
            // Its policy lets the caller, or another account, update the code.
            "Lambda-AddPermission",
            ["lambda:AddPermission"],
            api("lambda/latest/api", "AddPermission"),
        ],
        [
            "Lambda-PutResourcePolicy",
            ["lambda:PutResourcePolicy"],
            api("lambda/latest/api", "PutResourcePolicy"),
        ],
        [
            // The request can override the canary's code.
            "Synthetics-DryRun",
            ["synthetics:StartCanaryDryRun"],
            api("AmazonSynthetics/latest/APIReference", "StartCanaryDryRun"),
        ],
    ]),
];
