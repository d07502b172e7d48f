using Orleans.Serialization.Invocation;
using OrleansRocket.Tests.Engine.Serialization;

namespace OrleansRocket.Tests.Embedded.Invocation;

public sealed class ProxyTests
{
    private readonly LoopbackRuntime _runtime = new();
    private readonly Calculator _grain = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_form_of_result_comes_back(bool throughBytes)
    {
        _runtime.ThroughBytes = throughBytes;
        var proxy = _runtime.Reference<IScientific>("a", _grain);

        Assert.Equal(5, await proxy.Add(2, 3L));
        Assert.Equal("xy", await proxy.Add("x", "y"));
        Assert.Equal(new Point(4, 2), await proxy.Move(new Point(1, 2), 3));
        Assert.Equal(5, await proxy.Count([1, 2], new byte[3]));
        Assert.Equal(7, (await proxy.Bytes(7)).Length);
        Assert.Equal(3.0, await proxy.SquareRoot(9));
        Assert.Equal(new T1<int>(4), await proxy.Generic(new T1<string>("four")));
        await proxy.Touch(["a"]);
        Assert.Equal(["Touch 2"], _grain.Calls);
        var error = await Assert.ThrowsAsync<QuotaException>(() => proxy.Fail("limit"));
        Assert.Equal("limit", error.Message);
    }

    [Fact]
    public async Task One_way_methods_complete_at_once_and_arrive()
    {
        var proxy = _runtime.Reference<ICalculator>("a", _grain);
        await proxy.Forget(1);
        await proxy.ForgetToo(2);
        Assert.Equal(["Forget 1", "ForgetToo 2"], _grain.Calls);
    }

    [Fact]
    public async Task Observers_are_called_without_waiting()
    {
        var listener = new Listener();
        var proxy = _runtime.Reference<IListener>("o", listener);
        proxy.Heard("rumour", Colour.Green);
        Assert.Equal(["rumour Green"], listener.Heards);
        Assert.True(await proxy.Asked(5));
    }

    [Fact]
    public async Task References_travel_as_references()
    {
        var proxy = _runtime.Reference<ICalculator>("a", _grain);
        var listener = _runtime.Reference<IListener>("o", new Listener());
        var back = await proxy.Self(proxy, listener);

        Assert.Equal(proxy, back);
        Assert.NotSame(proxy, back);
        Assert.Equal(["Self GrainReference:test/a:" + typeof(ICalculator).FullName + " GrainReference:test/o:" + typeof(IListener).FullName], _grain.Calls);
        Assert.Null(await proxy.Self(null, null));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_grain_that_passes_itself_arrives_as_a_reference(bool throughBytes)
    {
        _runtime.ThroughBytes = throughBytes;
        var proxy = _runtime.Reference<ICalculator>("a", _grain);
        await proxy.Self(_grain, null);
        Assert.StartsWith("Self GrainReference:test/a", Assert.Single(_grain.Calls), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_observer_object_that_is_passed_without_a_reference_is_refused(bool throughBytes)
    {
        _runtime.ThroughBytes = throughBytes;
        var proxy = _runtime.Reference<ICalculator>("a", _grain);
        var error = await Assert.ThrowsAsync<NotSupportedException>(() => proxy.Self(null, new Listener()));
        Assert.Contains("CreateObjectReference", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cancellation_token_is_not_among_the_bytes_but_on_the_request()
    {
        using var source = new CancellationTokenSource();
        await _runtime.Reference<ICalculator>("a", _grain).Bytes(1, source.Token);
        Assert.Equal(source.Token, _grain.Seen);
        Assert.Equal(source.Token, _runtime.Last!.Cancellation);
        Assert.Equal(source.Token, _runtime.Last.GetCancellationToken());
    }

    [Fact]
    public async Task Interfaces_and_arguments_may_be_internal()
    {
        var proxy = _runtime.Reference<IInternalGrain>("a", new InternalGrain());
        var back = await proxy.Exchange(new Secret { Number = 1 }, [new Secret { Number = 2 }, null]);
        Assert.Equal(3, back.Number);
    }

    [Fact]
    public async Task Arguments_are_isolated_inside_a_silo_too()
    {
        _runtime.ThroughBytes = false;
        var names = new List<string> { "a" };
        await _runtime.Reference<ICalculator>("a", _grain).Touch(names);
        Assert.Equal(["a"], names);
    }

    [Fact]
    public void References_of_one_grain_are_equal()
    {
        var first = (GrainReference)_runtime.Reference<ICalculator>("a", _grain);
        var second = (GrainReference)(object)_runtime.Reference<IScientific>("a", _grain);
        var other = (GrainReference)_runtime.Reference<ICalculator>("b", _grain);
        Assert.True(first == second && first != other && first.GetHashCode() == second.GetHashCode());
        Assert.Equal(typeof(ICalculator), first.Interface);
    }

    [Fact]
    public async Task Call_filters_can_see_and_replace_arguments()
    {
        await _runtime.Reference<ICalculator>("a", _grain).Add(1, 2L);
        var request = _runtime.Last!;
        Assert.Equal(2, request.GetArgumentCount());
        Assert.Equal(1, request.GetArgument(0));
        Assert.Equal(2L, request.GetArgument(1));
        request.SetArgument(0, 40);
        Assert.Equal(42, await ((GrainRequest<int>)request).InvokeOn(_grain));
        Assert.Throws<ArgumentOutOfRangeException>(() => request.GetArgument(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => request.SetArgument(-1, 0));
        Assert.Equal(nameof(ICalculator.Add), request.GetMethodName());
        Assert.Equal(typeof(ICalculator).FullName, request.GetInterfaceName());
        Assert.Equal(typeof(ICalculator), request.GetInterfaceType());
        Assert.Equal(typeof(ICalculator), request.GetMethod().DeclaringType);
    }

    private sealed class Listener : IListener
    {
        public List<string> Heards { get; } = [];

        public void Heard(string what, Colour colour) => Heards.Add($"{what} {colour}");

        public Task<bool> Asked(object question) => Task.FromResult(question is 5);
    }

    private sealed class InternalGrain : IInternalGrain
    {
        public Task<Secret> Exchange(Secret secret, List<Secret?> more) =>
            Task.FromResult(new Secret { Number = secret.Number + more.Sum(each => each?.Number ?? 0) });
    }
}
