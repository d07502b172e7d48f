using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Embedded;
using Orleans.Serialization.Buffers;
using OrleansRocket.SiloHost;
using OrleansRocket.Tests.Clusters;
using OrleansRocket.Tests.Embedded.ClusterDirectory;

namespace OrleansRocket.Tests.Embedded.Sockets;

/// <summary>
/// A million frames that nobody sane would send. Whatever comes, the connection that it comes on ends at worst: another client's calls go on,
/// and memory stays flat.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Seed = 20261122;
    private const int WellFramed = 990_000;
    private const int Breaking = 10_000;
    private const long MemoryLimit = 64 * 1024 * 1024;

    [Fact]
    public async Task A_million_frames_of_nonsense_close_their_connections_and_nothing_else()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var random = new Random(Seed);
        using var directory = new TestDirectory();
        await using var silo = await DirectorySilo.Start(directory.Path);
        using var healthy = await Client(directory.Path, cancellation);
        var echo = healthy.Services.GetRequiredService<IClusterClient>().GetGrain<IProcessGrain>("healthy");
        await echo.Echo([1]);
        await SendWellFramed(directory.Path, silo.Address, random, WellFramed / 20);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var part = 0; part < 20; part++)
        {
            await SendWellFramed(directory.Path, silo.Address, random, WellFramed / 20);
            for (var frame = 0; frame < Breaking / 20; frame++)
                await SendBreaking(directory.Path, silo.Address, random, frame);
            Assert.Equal([(byte)part], await echo.Echo([(byte)part]));
        }

        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine($"seed {Seed}: {WellFramed + Breaking:N0} frames; the heap grew by {grown / 1024:N0} KiB");
        Assert.True(grown < MemoryLimit, $"{grown} bytes more than before");
        await healthy.StopAsync(cancellation);
    }

    private static async Task<IHost> Client(string path, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging();
        builder.UseOrleansClient(client => client.UseClusterDirectory(path));
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return host;
    }

    /// <summary>Frames that can be read and mean nothing: grains of no kind, arguments of no type, answers to no question. They may be answered.</summary>
    private static async Task SendWellFramed(string path, SiloAddress silo, Random random, int count)
    {
        using var connection = await RawConnection.To(path, silo, RawConnection.NewClient(random.Next()));
        using var enough = new CancellationTokenSource();
        var draining = connection.Drain(enough.Token);
        for (var sent = 0; sent < count;)
        {
            var writer = new Writer(null);
            for (; writer.Length < 60_000 && sent < count; sent++)
                WriteNonsense(ref writer, random);
            var bytes = writer.ToArray();
            writer.Dispose();
            await connection.Send(bytes);
        }

        Assert.False(draining.IsCompleted, "frames that can be read do not end their connection");
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => draining);
    }

    private static void WriteNonsense(ref Writer writer, Random random)
    {
        var kinds = new[] { MessageKind.Request, MessageKind.Request, MessageKind.Result, MessageKind.Exception, MessageKind.Cancel };
        var body = new byte[random.Next(64)];
        random.NextBytes(body);
        var type = random.Next(3) switch { 0 => "tests.process", 1 => "process", _ => "nonsense" };
        var message = new Message
        {
            Kind = kinds[random.Next(kinds.Length)],
            Id = random.Next(4) == 0 ? 0 : random.NextInt64(1, long.MaxValue),
            Target = GrainId.Create(type, "x"),
            Source = random.Next(2) == 0 ? default : GrainId.Create("y", "z"),
            Forwards = random.Next(4),
            NewPlacement = random.Next(2) == 0,
            MayBeCancelled = random.Next(2) == 0,
            WasSentOn = random.Next(2) == 0,
            TimeToLive = random.Next(2) == 0 ? null : TimeSpan.FromMilliseconds(random.Next(60_000)),
            Context = random.Next(4) == 0 ? body : null,
            Body = body,
        };
        var head = new Writer(null);
        Frame.WriteHead(ref head, message);
        writer.WriteRaw(head.Written);
        head.Dispose();
        writer.WriteRaw(body);
    }

    /// <summary>Bytes that end their connection: before the handshake, or in the place of a frame, whole or cut short.</summary>
    private static async Task SendBreaking(string path, SiloAddress silo, Random random, int number)
    {
        var isClient = random.Next(4) != 0;
        using var connection = await RawConnection.To(path, silo, isClient ? RawConnection.NewClient(number) : null);
        var bytes = new byte[random.Next(1, 300)];
        random.NextBytes(bytes);
        if (isClient)
            Break(bytes, random);
        await connection.Send(bytes);

        // Whatever is cut short ends with the connection from this side; the rest is ended by the silo.
    }

    private static void Break(byte[] bytes, Random random)
    {
        if (bytes.Length < 6)
            return;
        switch (random.Next(4))
        {
            case 0:
                // A length beyond the limit.
                BitConverter.TryWriteBytes(bytes, 0xF000_0000);
                break;
            case 1:
                // A large length, and the end of the connection.
                BitConverter.TryWriteBytes(bytes, 50_000_000);
                break;
            case 2:
                // A kind that only silos may send.
                BitConverter.TryWriteBytes(bytes, bytes.Length - 4);
                bytes[4] = (byte)random.Next((int)MessageKind.SystemRequest, (int)MessageKind.MembershipChanged + 1);
                break;
            default:
                // A kind that does not exist.
                BitConverter.TryWriteBytes(bytes, bytes.Length - 4);
                bytes[4] = (byte)random.Next(8, 256);
                break;
        }
    }
}
