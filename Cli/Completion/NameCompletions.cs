using System.CommandLine.Completions;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Contexts;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli.Completion;

/// <summary>Completes the names of things that only the cluster knows, if it answers while somebody waits with a finger on the key.</summary>
internal sealed class NameCompletions(Terminal terminal)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The topics of the cluster that the command line means.</summary>
    public IEnumerable<CompletionItem> Topics(CompletionContext context) =>
        Ask(context, async client => (await client.Topics.ListAsync()).Select(route => route.Config.Topic));

    /// <summary>Its consumer groups.</summary>
    public IEnumerable<CompletionItem> Groups(CompletionContext context) =>
        Ask(context, async client => (await client.Groups.ListAsync()).Select(group => group.Group));

    /// <summary>Its brokers.</summary>
    public IEnumerable<CompletionItem> Brokers(CompletionContext context) =>
        Ask(context, async client => (await client.Brokers.ListAsync()).Select(broker => broker.Name));

    /// <summary>Its brokers behind those that a list joined by commas has already.</summary>
    public IEnumerable<CompletionItem> BrokerList(CompletionContext context)
    {
        var begun = context.WordToComplete[..(context.WordToComplete.LastIndexOf(',') + 1)];
        var named = begun.Split(',');
        return Ask(context, async client => (await client.Brokers.ListAsync()).Where(broker => !named.Contains(broker.Name)).Select(broker => begun + broker.Name));
    }

    /// <summary>The saved contexts.</summary>
    public IEnumerable<CompletionItem> Contexts(CompletionContext context) =>
        [.. ContextFile.Of(terminal).Load().Contexts.Keys.Select(name => new CompletionItem(name))];

    private List<CompletionItem> Ask(CompletionContext context, Func<RocketClient, Task<IEnumerable<string>>> ask)
    {
        try
        {
            // Completions are asked for synchronously; this process does nothing else.
            return [.. AskCluster(context, ask).GetAwaiter().GetResult()
                .Where(name => name.StartsWith(context.WordToComplete, StringComparison.Ordinal))
                .Select(name => new CompletionItem(name))];
        }
        catch (Exception)
        {
            // Whatever is wrong, a line that is being typed is no place to say it: the command itself will.
            return [];
        }
    }

    private async Task<IEnumerable<string>> AskCluster(CompletionContext context, Func<RocketClient, Task<IEnumerable<string>>> ask)
    {
        using var patience = new CancellationTokenSource(Patience, terminal.Time);
        var link = await terminal.Connect(ClusterOption.Resolve(context.ParseResult, terminal), null, patience.Token).WaitAsync(patience.Token);
        return await ask(link.Client).WaitAsync(patience.Token);
    }
}
