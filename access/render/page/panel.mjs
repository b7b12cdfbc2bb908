/* global document */
import { accountIdentityPage, accountPage } from "./accountPage.mjs";
import { cellPage } from "./cellPage.mjs";
import { button, byId, element } from "./element.mjs";
import { identityPage, rolePage } from "./reachPages.mjs";

/**
 * @typedef {object} Opens What the panel can show.
 * @property {(identity: number, role: number) => void} openCell the path from one to the other
 * @property {(identity: number) => void} openIdentity what it can reach
 * @property {(role: number) => void} openRole who can reach it
 * @property {(account: number, identity?: number) => void} openAccount
 */

/**
 * The panel that shows one cell, identity, role or account.
 *
 * @param facts differing accounts, and what is alike
 * @param {(from: string, to: string) => void} onChange with the identity's ARN or "", and the ARN or id of what the panel
 * is about; both "" when it closes
 */
export function createPanel(model, facts, onChange) {
    const dialog = byId("panel");
    let giveBack = (opener) => opener.focus();
    let opener = document.body;

    function show(title, from, to, content) {
        byId("panel-body").replaceChildren(
            button("Close", { class: "quiet close" }, () => dialog.close()),
            element("h2", { id: "panel-title", tabindex: -1 }, title),
            ...content,
        );
        if (!dialog.open) {
            opener = document.activeElement;
            dialog.showModal();
        }
        dialog.scrollTop = 0;
        byId("panel-title").focus();
        onChange(from, to);
    }

    /** @type {Opens} */
    const opens = {
        openCell(identity, role) {
            const who = model.identities[identity];
            const { arn, name } = model.roles[role];
            show(`${who.name} → ${name}`, who.arn, arn, cellPage(model, identity, role, opens));
        },
        openIdentity(identity) {
            const { arn, name } = model.identities[identity];
            const content = identityPage(model, identity, facts, opens);
            show(`What ${name} can reach`, arn, "", content);
        },
        openRole(role) {
            const { arn, name, account } = model.roles[role];
            const title = `Who can reach ${name} in ${model.accounts[account].name}`;
            show(title, "", arn, rolePage(model, role, opens));
        },
        openAccount(account, identity) {
            const { id, name } = model.accounts[account];
            const who = model.identities[identity];
            if (who === undefined) {
                show(`Account ${name}`, "", id, accountPage(model, account, facts, opens));
            } else {
                const content = accountIdentityPage(model, account, identity, facts, opens);
                show(`${who.name} → account ${name}`, who.arn, id, content);
            }
        },
    };

    dialog.addEventListener("close", () => {
        onChange("", "");
        giveBack(opener);
    });
    // A click inside hits an element of the body; a click on the backdrop hits the dialog itself.
    dialog.addEventListener("click", ({ target }) => {
        if (target === dialog) dialog.close();
    });

    return {
        ...opens,
        close() {
            if (dialog.open) dialog.close();
        },
        /** @param {(opener: Element) => void} act gives the focus back to what had it before the panel opened */
        onClose(act) {
            giveBack = act;
        },
    };
}
