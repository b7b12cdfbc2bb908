const fs = require("node:fs");
const path = require("node:path");

/**
 * Writes a file of a cache, whole or not at all: it is renamed when complete, since another process may be reading it. A folder
 * that can't be written to costs time, nothing else.
 *
 * @param {string} file its folder is made if needed
 * @param {string | Buffer} content
 */
function keepFile(file, content) {
    const temporary = `${file}.${process.pid}`;
    try {
        fs.mkdirSync(path.dirname(file), { recursive: true });
        fs.writeFileSync(temporary, content);
        fs.renameSync(temporary, file);
    } catch {
        remove(temporary);
    }
}

function remove(file) {
    try {
        fs.rmSync(file, { force: true });
    } catch {
        // Its folder is none.
    }
}

module.exports = { keepFile };
