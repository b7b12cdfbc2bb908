// One preview as a process of its own. Its argument is JSON:
//   engineRoot, env, workDir, project, stack   where and as whom the engine runs
//   catalogue                                  { roles }: how many; `undefined`: an empty program
//   pack                                       folder of the policy pack; `undefined`: none
const { LocalWorkspace, PulumiCommand } = require("@pulumi/pulumi/automation");

async function main({ engineRoot, env, workDir, project, stack: stackName, catalogue, pack }) {
    const program = async () => (catalogue ? (await load()).run(catalogue) : {});
    const stack = await LocalWorkspace.createOrSelectStack(
        { stackName, projectName: project, program },
        { workDir, envVars: env, pulumiCommand: await PulumiCommand.get({ root: engineRoot }) },
    );
    return stack.preview({
        ...(pack ? { policyPacks: [pack] } : {}),
        // With its first line the engine runs: while it starts the pack, this process has time to load the program.
        ...(catalogue ? { onOutput: load } : {}),
    });
}

function load() {
    require("ts-node/register");
    return require("./benchProgram");
}

main(JSON.parse(process.argv[2])).catch((error) => {
    // Unless it is caught, Pulumi's own handler takes it, and the process ends as if all were well.
    console.error(error);
    process.exit(1);
});
