// Posts a sentence to a chat's webhook. Its URL is a secret: it is in WEBHOOK_URL alone, never in an argument or an error.

/** `notify.ts TEXT` */
async function main([text = ""]: string[]): Promise<void> {
    const url = process.env["WEBHOOK_URL"] ?? "";
    if (url === "") {
        console.log("WEBHOOK_URL is empty: nothing is posted.");
        return;
    }
    const answer = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ text }),
        signal: AbortSignal.timeout(30_000),
    });
    if (!answer.ok) throw new Error(`the webhook answers with ${answer.status}`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
    // The cause of a failed fetch may name the address.
    const { message } = error as Error;
    console.error(message.startsWith("the webhook") ? message : "the webhook can't be reached");
    process.exitCode = 1;
});
