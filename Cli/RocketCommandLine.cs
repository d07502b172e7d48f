using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.CompilerServices;
using OrleansRocket.Cli.Benches;
using OrleansRocket.Cli.Brokers;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Contexts;
using OrleansRocket.Cli.DeadLetters;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Groups;
using OrleansRocket.Cli.Help;
using OrleansRocket.Cli.Logs;
using OrleansRocket.Cli.Messages;
using OrleansRocket.Cli.Mqadmin;
using OrleansRocket.Cli.Options;
using OrleansRocket.Cli.Output;
using OrleansRocket.Cli.Quickstart;
using OrleansRocket.Cli.Streams;
using OrleansRocket.Cli.Topics;

namespace OrleansRocket.Cli;

/// <summary>The command line as a whole: parses it, runs the command, and says what went wrong in one line.</summary>
internal static class RocketCommandLine
{
    /// <summary>Runs one command line.</summary>
    /// <param name="args">The words after <c>rocket</c>.</param>
    /// <param name="terminal">The world outside.</param>
    /// <param name="cancellationToken">Stops the command in order, as Ctrl-C does.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> Run(IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        if (args.Count > 0 && args[0] == BenchCommand.Word)
            return await Bench(args.Skip(1), terminal);

        // Words that begin with @ are what they are, and not files with further words.
        var arguments = Root(terminal).Parse(MqadminAliases.Expand(args), new ParserConfiguration { ResponseFileTokenReplacer = null });
        var exitCode = arguments.Errors.Count > 0
            ? Refuse(terminal, arguments)
            : await arguments.InvokeAsync(Invocation(terminal), cancellationToken);
        await terminal.Out.FlushAsync(CancellationToken.None);
        return exitCode;
    }

    /// <summary>Not inlined into its caller: the bench is loaded only by those who want it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<int> Bench(IEnumerable<string> words, Terminal terminal)
    {
        var exitCode = await BenchCommand.Run(words, terminal);
        await terminal.Out.FlushAsync(CancellationToken.None);
        return exitCode;
    }

    private static RootCommand Root(Terminal terminal)
    {
        var names = new NameCompletions(terminal);
        var root = new RootCommand("rocket, the command line of OrleansRocket")
        {
            new QuickstartCommand(),
            new Command("topic", "Create, change, list, describe and move topics")
            {
                new TopicCreateCommand(), new TopicUpdateCommand(names), new TopicDeleteCommand(names), new TopicListCommand(), new TopicDescribeCommand(names),
                new TopicReassignCommand(names), new TopicPromoteCommand(names),
            },
            new ProduceCommand(names),
            new ConsumeCommand(names),
            new Command("message", "Send a message, find messages, and follow a topic, without a group")
            {
                new MessageSendCommand(names), new MessageRequestCommand(names), new MessageQueryCommand(names), new MessageGetCommand(names), new MessageTailCommand(names), new MessageCancelCommand(), new MessageTraceCommand(names),
            },
            new Command("dlq", "Look at the messages that a consumer group could not handle, and have it get them again") { new DlqListCommand(names), new DlqResendCommand(names) },
            new Command("group", "List, describe, move and delete consumer groups")
            {
                new GroupListCommand(), new GroupDescribeCommand(names), new GroupUpdateCommand(names), new GroupResetOffsetCommand(names), new GroupCloneOffsetCommand(names), new GroupDeleteCommand(names),
            },
            new Command("stream", "Look at the stream providers of Orleans applications") { new StreamListCommand(), new StreamDescribeCommand(names) },
            new Command("cluster", "Look at a cluster and balance it") { new ClusterListCommand(), new ClusterRebalanceCommand() },
            new Command("broker", "Look at one broker, or empty it") { new BrokerStatusCommand(names), new BrokerDecommissionCommand(names) },
            new Command("log", "Read a broker's data directory while no broker runs on it") { new LogDumpCommand(), new LogVerifyCommand() },
            new Command("context", "Save clusters under names") { new ContextAddCommand(), new ContextUseCommand(names), new ContextListCommand(), new ContextRemoveCommand(names) },
            new BenchCommand(),
            new CompletionCommand(),
            new MqadminClusterListCommand(),
            new MqadminBrokerStatusCommand(names),
            new MqadminTopicRouteCommand(names),
            new MqadminTopicStatusCommand(names),
            new MqadminQueryByIdCommand("queryMsgById", names),
            new MqadminQueryByIdCommand("queryMsgByUniqueKey", names),
            new MqadminQueryByKeyCommand(names),
            new MqadminQueryByOffsetCommand(names),
            new MqadminPrintMessagesCommand(names),
            new MqadminSendMessageCommand(names),
            new MqadminConsumeMessageCommand(names),
            MqadminResetOffsetCommand.ByTime(names),
            MqadminResetOffsetCommand.ToEnd(names),
            new MqadminCloneOffsetCommand(names),
            new MqadminConsumerProgressCommand(names),
            new MqadminConsumerConnectionCommand(names),
            new MqadminConsumerStatusCommand(names),
            new MqadminProducerConnectionCommand(),
            new MqadminUpdateSubGroupCommand(names),
            new MqadminStatsAllCommand(names),
            new MqadminGetBrokerConfigCommand(names),
            new MqadminUpdateBrokerConfigCommand(names),
        };
        ClusterOption.AddTo(root);
        root.Options.Add(GlobalOptions.Json);
        root.Options.Add(GlobalOptions.Verbose);
        ExampleHelp.AddTo(root);
        Connect(root, terminal);
        return root;
    }

    private static void Connect(Command parent, Terminal terminal)
    {
        foreach (var child in parent.Subcommands)
        {
            Connect(child, terminal);
            if (child is RocketCommand command)
                command.SetAction((arguments, cancellationToken) => Run(command, new CommandContext(terminal, arguments), cancellationToken));
        }
    }

    private static InvocationConfiguration Invocation(Terminal terminal) => new()
    {
        Output = terminal.Out,
        Error = terminal.Error,
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = terminal.StopTimeout,
    };

    private static int Refuse(Terminal terminal, ParseResult arguments)
    {
        var command = arguments.CommandResult.Command;
        var path = command is RootCommand ? "" : $" {string.Join(' ', arguments.CommandResult.Path())}";

        // A word too many says more than what is missing because of it.
        var wrong = arguments.UnmatchedTokens.Count > 0
            ? $"unrecognized command or argument '{arguments.UnmatchedTokens[0]}'"
            : string.Join(' ', arguments.Errors[0].Message.TrimEnd('.').Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        terminal.Error.WriteLine($"rocket: {wrong} (see 'rocket{path} --help')");
        return ExitCode.Usage;
    }

    /// <summary>The outermost place: whatever went wrong is told here, in one line.</summary>
    private static async Task<int> Run(RocketCommand command, CommandContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await command.Run(context, cancellationToken);
        }
        catch (Exception exception)
        {
            var failure = Failures.Of(exception);
            await context.Terminal.Error.WriteLineAsync($"rocket: {failure.Message}");
            if (context.IsVerbose && failure.ExitCode != ExitCode.Interrupted)
                await context.Terminal.Error.WriteLineAsync(exception.ToString());
            return failure.ExitCode;
        }
    }

    /// <summary>The names of a command and those above it, without the root's.</summary>
    private static IEnumerable<string> Path(this CommandResult result) =>
        result.Command is RootCommand ? [] : [.. ((CommandResult)result.Parent!).Path(), result.Command.Name];
}
