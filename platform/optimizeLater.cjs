const v8 = require("node:v8");

/**
 * Lets V8, from now on, optimize a function only once it ran so long that this pays. Most runs take a second, of which a quarter
 * would go into code that is hardly used again; those that take long take as long as before. Later versions of Node.js have no such
 * flag.
 */
function optimizeLater() {
    if (!process.versions.node.startsWith("20.")) return;
    // In bytes of bytecode; 132 kB by default.
    v8.setFlagsFromString("--interrupt-budget=1200000");
}

module.exports = { optimizeLater };
