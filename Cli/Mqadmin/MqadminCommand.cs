using System.CommandLine;
using OrleansRocket.Cli.Clusters;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary>A command under the name that it has in RocketMQ's mqadmin, which prints what that prints; with <c>--json</c>, what ours prints.</summary>
internal abstract class MqadminCommand : ClusterCommand
{
    protected MqadminCommand(string name, string description, params string[] examples)
        : base(name, description, examples) =>
        Options.Add(new Option<string?>("--namesrvAddr", "-n") { Description = "Has no meaning here and is ignored", HelpName = "ADDRESSES" });
}
