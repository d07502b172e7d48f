namespace OrleansRocket.Bench.Calls;

/// <inheritdoc/>
internal sealed class EchoGrain : Grain, IEchoGrain
{
    private static readonly Task<int>[] Answers = [.. Enumerable.Range(0, 64).Select(Task.FromResult)];

    public Task<int> Echo(int number) => Answers[number];
}
