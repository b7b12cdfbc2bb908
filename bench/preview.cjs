// One preview as a process of its own. Its argument is JSON:
//   engineRoot, env, workDir, stack   where and as whom the engine runs
//   catalogue                         { identities, roles } counts; `undefined`: an empty program, and no policy pack
const path = require("node:path");
const { LocalWorkspace, PulumiCommand } = require("@pulumi/pulumi/automation");

async function main({ engineRoot, env, workDir, project, stack: stackName, catalogue }) {
    const program = async () => (catalogue ? (await load()).run(catalogue) : {});
    const stack = await LocalWorkspace.createOrSelectStack(
        { stackName, projectName: project, program },
        { workDir, envVars: env, pulumiCommand: await PulumiCommand.get({ root: engineRoot }) },
    );
    if (!catalogue) return stack.preview();
    return stack.preview({
        policyPacks: [path.join(__dirname, "..", "policy-pack")],
        // With its first line the engine runs: while it starts the pack, this process has time to load the program.
        onOutput: load,
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
