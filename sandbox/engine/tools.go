//go:build tools

// Package engine pins the Pulumi engine that the sandbox builds where no Pulumi CLI is installed.
package engine

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
