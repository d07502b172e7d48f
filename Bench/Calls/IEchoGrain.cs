namespace OrleansRocket.Bench.Calls;

/// <summary>A grain that does nothing, so that calling it costs what a call costs.</summary>
[Alias("rocket.bench.echo")]
public interface IEchoGrain : IGrainWithIntegerKey
{
    /// <summary>Gives the number back.</summary>
    [Alias("echo")]
    Task<int> Echo(int number);
}
