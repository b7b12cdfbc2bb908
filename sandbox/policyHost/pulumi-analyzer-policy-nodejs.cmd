@echo off
rem Starts pulumi-analyzer-policy-nodejs on Windows.
node "%~dp0pulumi-analyzer-policy-nodejs" %*
