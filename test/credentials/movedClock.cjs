// For a child process: its clock is ahead by so many milliseconds, and waits of a second and more pass at once.
const timers = require("node:timers/promises");

const RealDate = Date;
const realTimeout = timers.setTimeout;
let ahead = Number(process.env.TEST_CLOCK_AHEAD_MS ?? 0);

globalThis.Date = class extends RealDate {
    constructor(...args) {
        if (args.length === 0) super(RealDate.now() + ahead);
        else super(...args);
    }

    static now() {
        return RealDate.now() + ahead;
    }
};

timers.setTimeout = (ms, ...rest) => {
    if (ms < 1000) return realTimeout(ms, ...rest);
    ahead += ms;
    return realTimeout(0, ...rest);
};
