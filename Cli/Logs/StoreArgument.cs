using System.CommandLine;
using OrleansRocket.Cli.Options;
using OrleansRocket.Log.Verify;

namespace OrleansRocket.Cli.Logs;

/// <summary>Which data directory to read, and whether to read one that is in use.</summary>
internal sealed class StoreArgument
{
    private readonly Argument<string> _directory = new("DIR") { Description = "A broker's data directory" };

    private readonly Option<bool> _force = new("--force")
    {
        Description = "Read it although a broker uses it; what is being written meanwhile may look torn",
    };

    /// <summary>Adds the argument and its option to a command.</summary>
    public void AddTo(Command command)
    {
        _directory.Validators.Add(PathCheck.For("DIR"));
        command.Arguments.Add(_directory);
        command.Options.Add(_force);
    }

    /// <summary>Opens the directory for reading.</summary>
    public LogVerifier Open(ParseResult arguments) =>
        new(Path.GetFullPath(arguments.GetRequiredValue(_directory)), arguments.GetValue(_force));
}
