using System.CommandLine;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Options;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli.Quickstart;

/// <summary><c>rocket quickstart</c>: real data through a durable topic, with a broker inside this process.</summary>
internal sealed class QuickstartCommand : RocketCommand
{
    /// <summary>Where the data lie unless <c>--data</c> says otherwise.</summary>
    public const string DefaultDataDirectory = "data/quickstart";

    private readonly Option<string?> _input = new("--input", "-i")
    {
        Description = "The file whose lines are sent, '-' for standard input; a bundled sample when not given",
        HelpName = "FILE",
    };

    private readonly Option<string> _data = new("--data", "-d")
    {
        Description = "The directory that holds the broker's data; it is created when missing, and what it holds is kept",
        HelpName = "DIR",
        DefaultValueFactory = _ => DefaultDataDirectory,
    };

    private readonly Option<string?> _acks = new("--acks")
    {
        Description = "Append the number of each line, counted from 1, to a file once the broker has acknowledged it",
        HelpName = "FILE",
    };

    public QuickstartCommand()
        : base(
            "quickstart",
            "Send the lines of a file through a durable topic, consume them again, and compare",
            "rocket quickstart",
            "rocket quickstart --input /var/log/syslog --data /tmp/rocket",
            "seq 1000000 | rocket quickstart --input - --json")
    {
        _input.Validators.Add(PathCheck.For("--input"));
        _data.Validators.Add(PathCheck.For("--data"));
        _acks.Validators.Add(PathCheck.For("--acks"));
        Options.Add(_input);
        Options.Add(_data);
        Options.Add(_acks);
    }

    /// <inheritdoc/>
    public override async Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        var options = new QuickstartOptions
        {
            Input = context.Arguments.GetValue(_input),
            DataDirectory = Path.GetFullPath(context.Arguments.GetValue(_data)!),
            AckFile = context.Arguments.GetValue(_acks),
            IsVerbose = context.IsVerbose,
        };
        var progress = new QuickstartProgress();
        var run = new QuickstartRun(options, context.Terminal, progress);
        var result = await new ProgressDisplay(context.Terminal, progress).Show(run.Run(cancellationToken));
        context.Output.Write(result, OutputJson.Readable.QuickstartResult, QuickstartReport.Show);
        return result.Equal ? ExitCode.Ok : throw new CommandException(ExitCode.Failed, QuickstartReport.Difference(result));
    }
}
