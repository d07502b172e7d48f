using System.CommandLine;
using OrleansRocket.Cli.Errors;

namespace OrleansRocket.Cli.Output;

/// <summary>Asks somebody at a terminal before something is deleted or moved. A script is not asked: it means what it says.</summary>
/// <param name="meaning">What <c>--yes</c> means.</param>
internal sealed class Confirmation(string meaning = "Do not ask")
{
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = meaning };

    /// <summary>Adds <c>--yes</c> to a command.</summary>
    public void AddTo(Command command) => command.Options.Add(_yes);

    /// <summary>Asks.</summary>
    /// <exception cref="CommandException">The answer is not yes.</exception>
    public async Task Ask(CommandContext context, string what, CancellationToken cancellationToken)
    {
        var terminal = context.Terminal;
        if (!terminal.IsInteractive || context.Arguments.GetValue(_yes))
            return;
        await terminal.Error.WriteAsync($"{what}? [y/N] ");
        await terminal.Error.FlushAsync(cancellationToken);
        using var input = new StreamReader(terminal.OpenInput());
        var answer = await Task.Run(input.ReadLine, cancellationToken).WaitAsync(cancellationToken);
        if (answer?.Trim().ToUpperInvariant() is not ("Y" or "YES"))
            throw new CommandException(ExitCode.Failed, "not confirmed; nothing was done");
    }

    /// <summary>As <see cref="Ask"/>, but a script has to say <c>--yes</c> too: what is lost does not come back.</summary>
    /// <exception cref="CommandException">Nobody says yes.</exception>
    public Task Insist(CommandContext context, string what, CancellationToken cancellationToken) =>
        context.Terminal.IsInteractive || context.Arguments.GetValue(_yes)
            ? Ask(context, what, cancellationToken)
            : throw new CommandException(ExitCode.Failed, $"{what}? Give --yes; nothing was done");
}
