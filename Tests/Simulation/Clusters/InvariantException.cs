namespace OrleansRocket.Tests.Simulation.Clusters;

/// <summary>Something happened that must never happen. Keeps its type when it is the answer of a grain.</summary>
[GenerateSerializer]
internal sealed class InvariantException(string what) : Exception(what)
{
    public static void ThrowUnless(bool holds, string what)
    {
        if (!holds)
            throw new InvariantException(what);
    }
}
