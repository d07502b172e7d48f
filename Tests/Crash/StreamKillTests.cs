using System.Globalization;
using OrleansRocket.StreamHost;
using OrleansRocket.Streams;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Crash;

/// <summary>
/// Three processes, each of them silo, broker, pulling agents and subscribed grains. While a client produces, one after the other is killed and started
/// again. What has to hold: every event that was acknowledged is handled, for the first time in the order of its stream, and none is a dead letter.
/// </summary>
public sealed class StreamKillTests(ITestOutputHelper output)
{
    private const int Streams = 12;
    private const int Rounds = 4;
    private const int EventsPerRound = 300;
    private static readonly string[] Names = ["a", "b", "c"];

    [Fact]
    public async Task While_silos_with_agents_are_killed_no_event_is_lost()
    {
        using var directory = new TestDirectory();
        using var hosts = new Hosts(directory.Path);
        foreach (var name in Names)
            hosts.Begin(name);
        foreach (var name in Names)
            await hosts.Ready(name);
        await using var connection = await RocketConnection.OpenAsync(client => client
            .UseClusterDirectory(Path.Combine(directory.Path, "cluster"))
            .AddRocketStreams(NotingGrain.Provider, (RocketStreamOptions streams) => NotingGrain.Configure(streams, Names.Length)));
        var produced = new int[Streams];
        using var stop = new CancellationTokenSource();
        var producing = Task.WhenAll(Enumerable.Range(0, Streams).Select(number => Produce(connection, number, produced, stop.Token)));
        for (var round = 0; round < Rounds; round++)
        {
            var enough = produced.Sum() + EventsPerRound;
            await Until.True(() => Task.FromResult(produced.Sum() >= enough), "more events are acknowledged");
            var victim = Names[round % Names.Length];
            await hosts.Kill(victim);
            enough = produced.Sum() + EventsPerRound;
            await Until.True(() => Task.FromResult(produced.Sum() >= enough), $"more events are acknowledged without {victim}");
            hosts.Begin(victim);
            await hosts.Ready(victim);
        }

        await stop.CancelAsync();
        await producing;
        await Until.True(
            () => Task.FromResult(Enumerable.Range(0, Streams).All(number => Handled(directory.Path, number).Distinct().Count() >= produced[number])),
            () => "all events are handled: " + string.Join(", ", Enumerable.Range(0, Streams).Select(number => $"{Handled(directory.Path, number).Distinct().Count()} of {produced[number]}")));
        var handled = Enumerable.Range(0, Streams).Select(number => Handled(directory.Path, number)).ToList();
        for (var number = 0; number < Streams; number++)
            Assert.Equal(Enumerable.Range(0, produced[number]), handled[number].Distinct());
        Assert.Empty(await connection.Client.DeadLetters.ListAsync("streams-streams-events"));
        output.WriteLine($"{produced.Sum()} events acknowledged, {handled.Sum(one => one.Count)} handled");
    }

    /// <summary>Sends the numbers from 0 on, one after another; one whose outcome is not known is sent again.</summary>
    private static async Task Produce(RocketConnection connection, int number, int[] produced, CancellationToken stop)
    {
        var stream = connection.Cluster.GetStreamProvider(NotingGrain.Provider).GetStream<string>(StreamId.Create(NotingGrain.Namespace, $"{number}"));
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await stream.OnNextAsync(string.Create(CultureInfo.InvariantCulture, $"{produced[number]}"));
                produced[number]++;
            }
            catch (Exception failure) when (Transience.IsTransient(failure))
            {
                await Task.Delay(20, CancellationToken.None);
            }
        }
    }

    /// <summary>The numbers that the grains of a stream have noted, in the order in which they did.</summary>
    private static List<int> Handled(string directory, int number) =>
    [
        .. Names.SelectMany(name => Lines(Path.Combine(directory, $"{name}.notes")))
            .Select(line => line.Split(' '))
            .Where(line => line[1] == $"{number}")
            .OrderBy(line => long.Parse(line[0], CultureInfo.InvariantCulture))
            .Select(line => int.Parse(line[2], CultureInfo.InvariantCulture)),
    ];

    private static string[] Lines(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private sealed class Hosts(string directory) : IDisposable
    {
        private readonly Dictionary<string, ChildProcess> _hosts = [];

        public void Begin(string name) => _hosts[name] = ChildProcess.Start("OrleansRocket.StreamHost", directory, name, string.Join(',', Names));

        public Task Ready(string name) => _hosts[name].WaitUntilSaid("ready");

        public async Task Kill(string name)
        {
            await _hosts[name].Kill();
            _hosts[name].Dispose();
        }

        public void Dispose()
        {
            foreach (var host in _hosts.Values)
                host.Dispose();
        }
    }
}
