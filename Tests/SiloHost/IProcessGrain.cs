namespace OrleansRocket.SiloHost;

/// <summary>A grain that tells where it is.</summary>
[Alias("tests.process")]
public interface IProcessGrain : IGrainWithStringKey
{
    /// <summary>The process that it runs in.</summary>
    [Alias("process-id")]
    Task<int> ProcessId();

    /// <summary>Begins and never ends; <see cref="HasBegun"/> tells that it has begun.</summary>
    [Alias("hang")]
    Task Hang();

    /// <summary>Whether <see cref="Hang"/> runs.</summary>
    [Alias("has-begun"), Orleans.Concurrency.AlwaysInterleave]
    Task<bool> HasBegun();

    /// <summary>The same bytes.</summary>
    [Alias("echo")]
    Task<byte[]> Echo(byte[] bytes);

    /// <summary>So many bytes.</summary>
    [Alias("bytes"), Orleans.Concurrency.AlwaysInterleave]
    Task<byte[]> Bytes(int count);
}
