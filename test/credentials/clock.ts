/** A clock that stands still but where it is told to go on; it begins now, since AWS dates keys by its own. */
export class Clock {
    private ms = Date.now();

    now(): Date {
        return new Date(this.ms);
    }

    advance(ms: number): void {
        this.ms += ms;
    }

    sleep(ms: number): Promise<void> {
        this.advance(ms);
        return Promise.resolve();
    }
}
