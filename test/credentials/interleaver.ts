import type { Clock } from "./clock";

/** The longest that a call may be under way, in milliseconds: see `retrying`. */
const longestCallMs = 45_000;

/**
 * Lets runs take turns, call by call, in an order that a seed decides. A call may be delayed, and while all runs sleep,
 * time passes until the first wakes.
 */
export class Interleaver {
    private readonly waiting = new Map<number, () => void>();
    private readonly sleeping = new Map<number, { readonly until: number; wake: () => void }>();
    private readonly running: Set<number>;
    /** How often the same run goes on: some orders are fair, in some one run overtakes the other by many calls. */
    private readonly persistence: number;
    private readonly delayed: number;
    private last = 0;

    constructor(
        private readonly clock: Clock,
        private readonly random: () => number,
        runs: number,
    ) {
        this.persistence = random();
        this.delayed = random() * 0.8;
        this.running = new Set(Array.from({ length: runs }, (_, id) => id));
    }

    turn(id: number): Promise<void> {
        return new Promise((resolve) => {
            this.waiting.set(id, resolve);
            this.stop(id);
        });
    }

    sleep(id: number, ms: number): Promise<void> {
        return new Promise((wake) => {
            this.sleeping.set(id, { until: this.clock.now().getTime() + ms, wake });
            this.stop(id);
        });
    }

    leave(id: number): void {
        this.stop(id);
    }

    private stop(id: number): void {
        this.running.delete(id);
        if (this.running.size > 0) return;
        if (this.random() < this.delayed) this.clock.advance(this.random() * longestCallMs);
        const now = this.clock.now().getTime();
        const awake = [...this.sleeping].filter(([, { until }]) => until <= now);
        const ready = [...this.waiting.keys(), ...awake.map(([sleeper]) => sleeper)];
        const goesOn = ready.includes(this.last) && this.random() < this.persistence;
        const any = ready[Math.floor(this.random() * ready.length)];
        const chosen = goesOn ? this.last : (any ?? this.firstToWake());
        if (chosen === undefined) return;
        this.last = chosen;
        this.running.add(chosen);
        const resume = this.waiting.get(chosen) ?? this.sleeping.get(chosen)?.wake;
        this.waiting.delete(chosen);
        this.sleeping.delete(chosen);
        resume?.();
    }

    private firstToWake(): number | undefined {
        const [first] = [...this.sleeping].sort(([, a], [, b]) => a.until - b.until);
        if (first === undefined) return undefined;
        const [id, { until }] = first;
        this.clock.advance(until - this.clock.now().getTime());
        return id;
    }
}
