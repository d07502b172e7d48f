using Orleans.Concurrency;
using OrleansRocket.Tests.Engine.Serialization;

namespace OrleansRocket.Tests.Embedded.Invocation;

public interface ICalculator : IGrainWithStringKey
{
    Task<int> Add(int left, long right);

    Task<string> Add(string left, string right);

    ValueTask<Point> Move(Point point, int dx);

    Task Fail(string message);

    ValueTask Touch(List<string> names);

    ValueTask<int> Count([Immutable] byte[] bytes, ReadOnlyMemory<byte> memory);

    [return: Immutable]
    Task<byte[]> Bytes(int length, CancellationToken cancellation = default);

    Task<ICalculator?> Self(ICalculator? other, IListener? listener);

    [OneWay]
    Task Forget(int value);

    [OneWay]
    ValueTask ForgetToo(int value);
}

public interface IScientific : ICalculator
{
    [AlwaysInterleave, ResponseTimeout("00:00:05"), Alias("root")]
    Task<double> SquareRoot(double value);

    [ReadOnly, Id(17)]
    Task<T1<int>> Generic(T1<string> value);
}

public interface IListener : IGrainObserver
{
    void Heard(string what, Colour colour);

    Task<bool> Asked(object question);
}

internal interface IInternalGrain : IGrainWithIntegerKey
{
    Task<Secret> Exchange(Secret secret, List<Secret?> more);
}

[GenerateSerializer]
public sealed record T1<T>(T Value);

public sealed class Calculator : IScientific
{
    public List<string> Calls { get; } = [];

    public CancellationToken Seen { get; private set; }

    public Task<int> Add(int left, long right) => Task.FromResult(left + (int)right);

    public Task<string> Add(string left, string right) => Task.FromResult(left + right);

    public ValueTask<Point> Move(Point point, int dx) => new(point with { X = point.X + dx });

    public async Task Fail(string message)
    {
        await Task.Yield();
        throw new QuotaException(message);
    }

    public async ValueTask Touch(List<string> names)
    {
        await Task.Yield();
        names.Add("touched");
        Calls.Add($"Touch {names.Count}");
    }

    public ValueTask<int> Count(byte[] bytes, ReadOnlyMemory<byte> memory) => new(bytes.Length + memory.Length);

    public Task<byte[]> Bytes(int length, CancellationToken cancellation)
    {
        Seen = cancellation;
        return Task.FromResult(new byte[length]);
    }

    public Task<ICalculator?> Self(ICalculator? other, IListener? listener)
    {
        Calls.Add($"Self {other} {listener}");
        return Task.FromResult(other);
    }

    public Task Forget(int value)
    {
        Calls.Add($"Forget {value}");
        return Task.CompletedTask;
    }

    public ValueTask ForgetToo(int value)
    {
        Calls.Add($"ForgetToo {value}");
        return default;
    }

    public Task<double> SquareRoot(double value) => Task.FromResult(Math.Sqrt(value));

    public Task<T1<int>> Generic(T1<string> value) => Task.FromResult(new T1<int>(value.Value.Length));
}
