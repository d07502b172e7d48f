namespace OrleansRocket.Cli.Clusters;

/// <summary>A command that talks to a cluster: connects, does its work, and disconnects.</summary>
internal abstract class ClusterCommand(string name, string description, params string[] examples) : RocketCommand(name, description, examples)
{
    /// <inheritdoc/>
    public sealed override async Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        Check(context);
        await using var link = await context.Connect(cancellationToken);
        return await Run(link.Client, context, cancellationToken);
    }

    /// <summary>Refuses what cannot work before anything is tried.</summary>
    protected virtual void Check(CommandContext context)
    {
    }

    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    protected abstract Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken);
}
