import type { Request } from "../permission";

/** Notes whether decisions read a context key. If a request was refused without it, no value of the key changes that. */
export interface KeyWatch extends Required<Pick<Request, "onRead">> {
    readonly isRead: () => boolean;
}

/** @param key in lower case */
export function watchKey(key: string): KeyWatch {
    let isRead = false;
    return {
        onRead: (read) => {
            isRead ||= read === key;
        },
        isRead: () => isRead,
    };
}
