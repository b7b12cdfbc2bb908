import type { Primitive } from "../primitive";
import { enters, passes, singleCalls } from "./rows";
import { api } from "./sources";

const agentCore = (action: string): string =>
    api("bedrock-agentcore-control/latest/APIReference", action);

const chat = "https://docs.aws.amazon.com/chatbot/latest/adminguide/understanding-permissions.html";

/** Agents, chats and tests that act with a role. */
export const agentPrimitives: readonly Primitive[] = [
    ...passes("bedrock-agentcore.amazonaws.com", [
        [
            "AgentCore-Harness",
            ["bedrock-agentcore:CreateHarness", "bedrock-agentcore:InvokeHarness"],
            agentCore("CreateHarness"),
        ],
        [
            "AgentCore-UpdateHarness",
            ["bedrock-agentcore:UpdateHarness", "bedrock-agentcore:InvokeHarness"],
            agentCore("UpdateHarness"),
        ],
        [
            "AgentCore-Gateway",
            ["bedrock-agentcore:CreateGateway", "bedrock-agentcore:CreateGatewayTarget"],
            agentCore("CreateGateway"),
            singleCalls,
        ],
        [
            "AgentCore-UpdateGateway",
            ["bedrock-agentcore:UpdateGateway"],
            agentCore("UpdateGateway"),
            singleCalls,
        ],
    ]),
    ...passes("bedrock.amazonaws.com", [
        [
            "Bedrock-UpdateAgent",
            ["bedrock:UpdateAgent"],
            api("bedrock/latest/APIReference", "agent_UpdateAgent"),
            singleCalls,
        ],
        [
            "Bedrock-Flow",
            ["bedrock:CreateFlow"],
            api("bedrock/latest/APIReference", "agent_CreateFlow"),
            singleCalls,
        ],
        [
            "Bedrock-UpdateFlow",
            ["bedrock:UpdateFlow"],
            api("bedrock/latest/APIReference", "agent_UpdateFlow"),
            singleCalls,
        ],
    ]),
    // Members of the channel call AWS with the channel's role.
    ...passes("chatbot.amazonaws.com", [
        ["Chatbot-Slack", ["chatbot:CreateSlackChannelConfiguration"], chat, singleCalls],
        ["Chatbot-UpdateSlack", ["chatbot:UpdateSlackChannelConfiguration"], chat, singleCalls],
        ["Chatbot-Teams", ["chatbot:CreateMicrosoftTeamsChannelConfiguration"], chat, singleCalls],
        [
            "Chatbot-UpdateTeams",
            ["chatbot:UpdateMicrosoftTeamsChannelConfiguration"],
            chat,
            singleCalls,
        ],
    ]),
    ...enters("bedrock-agentcore.amazonaws.com", [
        [
            "AgentCore-InvokeHarness",
            ["bedrock-agentcore:InvokeHarness"],
            api("bedrock-agentcore/latest/APIReference", "InvokeHarness"),
            "It needs a harness that runs what the request asks for.",
        ],
    ]),
    // A project's tests run on a host that has the project's role.
    ...enters("devicefarm.amazonaws.com", [
        [
            "DeviceFarm-Run",
            ["devicefarm:CreateUpload", "devicefarm:ScheduleRun"],
            api("devicefarm/latest/APIReference", "ScheduleRun"),
        ],
        [
            "DeviceFarm-RunUploaded",
            ["devicefarm:ScheduleRun"],
            api("devicefarm/latest/APIReference", "ScheduleRun"),
            "It needs a test of the attacker's that was uploaded.",
        ],
    ]),
];
