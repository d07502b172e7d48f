using System.CommandLine;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;
using OrleansRocket.Cli.Topics;

namespace OrleansRocket.Cli.Groups;

/// <summary>A command that puts a consumer group somewhere else on a topic.</summary>
internal abstract class OffsetCommand : ClusterCommand
{
    private readonly GroupArgument _group;
    private readonly TopicArgument _topic;
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Print what would be changed, and change nothing" };
    private readonly Option<bool> _force = new("--force");
    private readonly Confirmation _confirmation = new();

    /// <summary>Makes the command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="to">Where the group is put.</param>
    /// <param name="force">What it does by force.</param>
    /// <param name="names">Completes names.</param>
    /// <param name="examples">Command lines that show it.</param>
    protected OffsetCommand(string name, string description, Option to, string force, NameCompletions names, params string[] examples)
        : base(name, description, examples)
    {
        _group = new GroupArgument(names);
        _topic = new TopicArgument(names, isUsers: true);
        _force.Description = force;
        Arguments.Add(_group);
        Arguments.Add(_topic);
        foreach (var option in (Option[])[to, _dryRun, _force])
            Options.Add(option);
        _confirmation.AddTo(this);
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var arguments = context.Arguments;
        var (group, topic, dryRun) = (arguments.GetRequiredValue(_group), arguments.GetRequiredValue(_topic), arguments.GetValue(_dryRun));
        if (!dryRun)
            await _confirmation.Ask(context, Question(arguments, group, topic), cancellationToken);
        var resets = await Change(client, arguments, group, topic, dryRun, arguments.GetValue(_force)).WaitAsync(cancellationToken);
        ResetOutput.Write(context.Output, resets, dryRun);
        return ExitCode.Ok;
    }

    /// <summary>What is asked before anything is changed, without its question mark.</summary>
    protected abstract string Question(ParseResult arguments, string group, string topic);

    /// <summary>Changes the offsets.</summary>
    protected abstract Task<IReadOnlyList<OffsetReset>> Change(RocketClient client, ParseResult arguments, string group, string topic, bool dryRun, bool force);
}
