namespace OrleansRocket.Cli.Completion;

/// <summary>Scripts that let a shell ask <c>rocket</c> what could come next. They pass the line as it is typed, without its first word.</summary>
internal static class CompletionScripts
{
    /// <summary>For bash: <c>source &lt;(rocket completion bash)</c>.</summary>
    public const string Bash = """
        # bash completion for rocket; load it with: source <(rocket completion bash)
        _rocket_complete() {
          local line=${COMP_LINE#* } IFS=$'\n'
          local point=$((COMP_POINT - ${#COMP_LINE} + ${#line}))
          [ "$point" -ge 0 ] || return
          COMPREPLY=($(compgen -W "$(rocket "[suggest:$point]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _rocket_complete rocket
        """;

    /// <summary>For zsh: <c>source &lt;(rocket completion zsh)</c>.</summary>
    public const string Zsh = """
        # zsh completion for rocket; load it after compinit with: source <(rocket completion zsh)
        _rocket_complete() {
          local line="${(j: :)words[2,CURRENT]}"
          local -a found
          found=("${(@f)$(rocket "[suggest:${#line}]" "$line" 2>/dev/null)}")
          if (( ${#found} )) && [[ -n "${found[1]}" ]]; then
            compadd -a found
          else
            _files
          fi
        }
        compdef _rocket_complete rocket
        """;

    /// <summary>For fish: <c>rocket completion fish | source</c>.</summary>
    public const string Fish = """
        # fish completion for rocket; load it with: rocket completion fish | source
        function __rocket_complete
          set -l line (commandline -cp | string replace -r '^\S+\s*' '')
          rocket "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c rocket -a '(__rocket_complete)'
        """;
}
