import { expect } from "chai";

import { pool } from "../../../access/sources/pool";

describe("pool", () => {
    it("keeps the order, and as many at once as it may", async () => {
        let running = 0;
        let most = 0;
        const results = await pool([5, 1, 3, 2, 4], 2, async (ms) => {
            most = Math.max(most, ++running);
            await new Promise((resolve) => setTimeout(resolve, ms));
            running--;
            return ms * 10;
        });
        expect(results).to.deep.equal([50, 10, 30, 20, 40]);
        expect(most).to.equal(2);
    });
});
