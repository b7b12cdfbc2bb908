@echo off
rem The same as pulumi-analyzer-policy-nodejs, for Windows.
for /f "delims=" %%i in ('node -p "require.resolve('@pulumi/pulumi/cmd/run-policy-pack', { paths: [process.cwd()] })"') do set "RUNNER=%%i"
if not defined RUNNER exit /b 1
node "%RUNNER%" %*
