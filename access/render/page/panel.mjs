/* global document */
import { accountIdentityPage, accountPage } from "./accountPage.mjs";
import { cellPage } from "./cellPage.mjs";
import { button, byId, element } from "./element.mjs";

/**
 * The panel that shows one cell or one account.
 *
 * @param differing as differingAccounts has it
 * @param {(from: string, to: string) => void} onChange with the identity's ARN or "", and the ARN or id of what the panel
 * is about; both "" when it closes
 */
export function createPanel(model, differing, onChange) {
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

    function openRole(identity, role) {
        const who = model.identities[identity];
        const { arn, name } = model.roles[role];
        show(`${who.name} → ${name}`, who.arn, arn, cellPage(model, identity, role));
    }

    function openAccount(account, identity) {
        const { id, name } = model.accounts[account];
        const differs = differing[account];
        const who = model.identities[identity];
        if (who === undefined) {
            const choose = (chosen) => openAccount(account, chosen);
            show(`Account ${name}`, "", id, accountPage(model, account, differs, choose));
        } else {
            const choose = (role) => openRole(identity, role);
            const content = accountIdentityPage(model, account, identity, differs, choose);
            show(`${who.name} → account ${name}`, who.arn, id, content);
        }
    }

    dialog.addEventListener("close", () => {
        onChange("", "");
        giveBack(opener);
    });
    // A click inside hits an element of the body; a click on the backdrop hits the dialog itself.
    dialog.addEventListener("click", ({ target }) => {
        if (target === dialog) dialog.close();
    });

    return {
        openRole,
        openAccount,
        close() {
            if (dialog.open) dialog.close();
        },
        /** @param {(opener: Element) => void} act gives the focus back to what had it before the panel opened */
        onClose(act) {
            giveBack = act;
        },
    };
}
