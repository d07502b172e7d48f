using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Embedded;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Invocation;
using OrleansRocket.SiloHost;
using OrleansRocket.Tests.Clusters;
using OrleansRocket.Tests.Embedded.ClusterDirectory;

namespace OrleansRocket.Tests.Embedded.Sockets;

public sealed class BackPressureTests : IAsyncLifetime
{
    private const int Limit = 1024 * 1024;

    private readonly TestDirectory _directory = new();
    private DirectorySilo _silo = null!;

    public async ValueTask InitializeAsync() =>
        _silo = await DirectorySilo.Start(_directory.Path, configure: options => options.MaxQueuedBytes = Limit);

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_client_that_takes_no_answers_is_read_no_further_and_others_are_served()
    {
        using var greedy = await RawConnection.To(_directory.Path, _silo.Address, RawConnection.NewClient(1));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        var sent = 0L;
        var question = Question(bytes: 100_000);

        // Ends by itself only if the silo goes on reading: then there is no limit.
        var sending = Task.Run(async () =>
        {
            for (; sent < 50_000 && !patience.IsCancellationRequested; sent++)
                await greedy.Send(question);
        });
        await Assert.ThrowsAsync<TimeoutException>(() => sending.WaitAsync(TimeSpan.FromSeconds(2)));

        using var client = await Client(maxQueuedBytes: Limit);
        Assert.Equal([7], await client.Services.GetRequiredService<IClusterClient>().GetGrain<IProcessGrain>("other").Echo([7]));
        await client.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_cannot_be_sent_in_time_is_refused_and_can_be_sent_later()
    {
        using var client = await Client(maxQueuedBytes: Limit);
        var grain = client.Services.GetRequiredService<IClusterClient>().GetGrain<IProcessGrain>("slow");
        await grain.Echo([1]);
        var large = new byte[Limit - 1];

        var calls = Enumerable.Range(0, 64).Select(_ => grain.Echo(large)).ToList();
        await Task.WhenAll(calls).ContinueWith(_ => { }, TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);

        var refused = calls.Where(call => call.IsFaulted).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, call => Assert.Contains("Too many bytes wait", Assert.IsType<OrleansMessageRejectionException>(call.Exception!.InnerException).Message, StringComparison.Ordinal));
        Assert.Equal(large, await grain.Echo(large));
        await client.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_hundred_idle_clients_cost_little()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clients = new List<RawConnection>();
        for (var number = 0; number < 100; number++)
            clients.Add(await RawConnection.To(_directory.Path, _silo.Address, RawConnection.NewClient(number)));

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / clients.Count;

        clients.ForEach(client => client.Dispose());
        Assert.True(each < 100 * 1024, $"{each} bytes each");
    }

    private async Task<IHost> Client(int maxQueuedBytes)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging();
        builder.UseOrleansClient(client => client
            .Configure<ClusterDirectoryOptions>(options => options.MaxQueuedBytes = maxQueuedBytes)
            .UseClusterDirectory(_directory.Path));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    /// <summary>The frame of a call that asks for so many bytes.</summary>
    private static byte[] Question(int bytes)
    {
        var target = GrainManifest.Current.TypeFor(typeof(IProcessGrain), null);
        var recorder = new Recorder();
        var grain = (IProcessGrain)(object)ProxyFactory.Create(typeof(IProcessGrain), GrainId.Create(target, "greedy"), recorder);
        _ = grain.Bytes(bytes);
        var body = new Writer(null);
        ProxyFactory.WriteRequest(ref body, recorder.Last!);
        var message = new Message { Kind = MessageKind.Request, Id = 1, Target = GrainId.Create(target, "greedy"), Body = body.ToArray() };
        var frame = new Writer(null);
        Frame.WriteHead(ref frame, message);
        frame.WriteRaw(message.Body.Span);
        return frame.ToArray();
    }

    private sealed class Recorder : IGrainReferenceRuntime
    {
        public GrainRequest? Last { get; private set; }

        public ValueTask<TResult> Invoke<TResult>(GrainReference target, GrainRequest<TResult> request)
        {
            Last = request;
            return new ValueTask<TResult>(new TaskCompletionSource<TResult>().Task);
        }

        public void InvokeOneWay(GrainReference target, GrainRequest request) => Last = request;
    }
}
