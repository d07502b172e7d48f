using System.CommandLine;
using OrleansRocket.Bench.Commands;

namespace OrleansRocket.Cli.Benches;

/// <summary><c>rocket bench</c>: hands everything behind it to the bench's own command line, help and exit codes included.</summary>
internal sealed class BenchCommand : RocketCommand
{
    /// <summary>The name of the command, which has to be the first word.</summary>
    public const string Word = "bench";

    private readonly Argument<string[]> _words = new("ARGUMENTS") { Description = "See 'rocket bench --help'", Arity = ArgumentArity.ZeroOrMore };

    public BenchCommand()
        : base(Word, "Measure; 'rocket bench --help' lists what", "rocket bench limit", "rocket bench produce --seconds 5 --json")
    {
        TreatUnmatchedTokensAsErrors = false;
        Arguments.Add(_words);
    }

    /// <summary>Runs the bench.</summary>
    public static Task<int> Run(IEnumerable<string> words, Output.Terminal terminal) =>
        BenchCommandLine.Run([.. words], terminal.Out, terminal.Error, terminal.IsWatched ? what => terminal.Error.WriteLine($"... {what}") : null);

    /// <inheritdoc/>
    public override Task<int> Run(CommandContext context, CancellationToken cancellationToken) =>
        throw new Errors.CommandException(Errors.ExitCode.Usage, $"'{Word}' must be the first word (see 'rocket {Word} --help')");
}
