//go:build tools

// Package languageHost pins the Node.js language host that runs the program under a plain engine.
package languageHost

import _ "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"
