using System.CommandLine;

namespace OrleansRocket.Cli.Replicas;

/// <summary>Shows what would be done and does nothing.</summary>
internal sealed class DryRunOption : Option<bool>
{
    public DryRunOption()
        : base("--dry-run") => Description = "Check and print the plan, and move nothing";
}
