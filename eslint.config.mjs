import eslint from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
    globalIgnores([
        "node_modules/",
        ".sandbox/",
        "coverage/",
        ".stryker-tmp/",
        ".cache/",
        "access/dist/",
        "policy-pack/dist/",
    ]),
    eslint.configs.recommended,
    {
        files: ["**/*.ts"],
        extends: [tseslint.configs.strictTypeChecked],
        languageOptions: {
            parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname },
        },
        rules: {
            // Numbers in a message are what they look like.
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
            // With `noPropertyAccessFromIndexSignature`, so that a misspelt key can't pass for a known one.
            "@typescript-eslint/dot-notation": "off",
        },
    },
    {
        // An Output inside JSON.stringify silently becomes an error text in the document.
        files: ["identities/**/*.ts", "roles/**/*.ts", "program.ts"],
        rules: {
            "no-restricted-properties": [
                "error",
                {
                    object: "JSON",
                    property: "stringify",
                    message: "Pass an object, or use pulumi.jsonStringify.",
                },
            ],
        },
    },
    {
        files: ["**/*.cjs"],
        languageOptions: {
            sourceType: "commonjs",
            globals: { __dirname: "readonly", console: "readonly", process: "readonly" },
        },
    },
    {
        files: ["test/**/*.ts"],
        rules: {
            // chai's assertions are property reads.
            "@typescript-eslint/no-unused-expressions": "off",
        },
    },
);
