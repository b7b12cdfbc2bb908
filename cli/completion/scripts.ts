export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/**
 * What each shell evaluates to complete the command line; it asks `iam-profiles complete` for the words. Without any, files
 * are completed.
 */
export const scripts: Readonly<Record<Shell, string>> = {
    // An @ is part of NAME@ACCOUNT, and a colon of an ARN, so neither may end a word.
    bash: `# iam-profiles completion: eval "$(iam-profiles completion bash)"
COMP_WORDBREAKS=\${COMP_WORDBREAKS//[@:]/}
_iam_profiles() {
    local IFS=$'\\n'
    COMPREPLY=($(iam-profiles complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _iam_profiles iam-profiles`,
    zsh: `#compdef iam-profiles
# iam-profiles completion: eval "$(iam-profiles completion zsh)"
_iam_profiles() {
    local -a found
    found=("\${(@f)$(iam-profiles complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
    if [[ -n "\${found[*]}" ]]; then compadd -a found; else _files; fi
}
compdef _iam_profiles iam-profiles`,
    fish: `# iam-profiles completion: iam-profiles completion fish | source
function __iam_profiles
    set -l words (commandline -opc) (commandline -ct)
    iam-profiles complete -- $words[2..-1] 2>/dev/null
end
complete -c iam-profiles -a '(__iam_profiles)'`,
};
