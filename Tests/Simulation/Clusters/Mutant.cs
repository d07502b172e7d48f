using OrleansRocket.Replication;

namespace OrleansRocket.Tests.Simulation.Clusters;

/// <summary>A protocol that is broken on purpose: the simulation has to notice.</summary>
internal enum Mutant
{
    None,

    /// <summary>A leader begins its epoch on its own promise.</summary>
    SkipsPromises,

    /// <summary>A leader acknowledges what only it has.</summary>
    AcknowledgesAlone,
}

internal static class MutantRules
{
    public static ReplicationRule Rule(this Mutant mutant, TopicConfig config, int replicas)
    {
        var rule = ReplicationRule.Of(config, replicas);
        return mutant switch
        {
            Mutant.SkipsPromises => rule with { Election = 1 },
            Mutant.AcknowledgesAlone => rule with { Commit = 1 },
            _ => rule,
        };
    }
}
