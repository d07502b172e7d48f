using System.CommandLine;
using OrleansRocket.Cli.Errors;

namespace OrleansRocket.Cli.Completion;

/// <summary><c>rocket completion</c>: the script that teaches a shell.</summary>
internal sealed class CompletionCommand : RocketCommand
{
    private readonly Argument<string> _shell = new("SHELL") { Description = "bash, zsh or fish" };

    public CompletionCommand()
        : base(
            "completion",
            "Print the script by which a shell completes rocket's commands, options and names",
            "source <(rocket completion bash)",
            "rocket completion fish | source")
    {
        _shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        Arguments.Add(_shell);
    }

    /// <inheritdoc/>
    public override async Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        await context.Terminal.Out.WriteLineAsync(context.Arguments.GetRequiredValue(_shell) switch
        {
            "bash" => CompletionScripts.Bash,
            "zsh" => CompletionScripts.Zsh,
            _ => CompletionScripts.Fish,
        });
        return ExitCode.Ok;
    }
}
