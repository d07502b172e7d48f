using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>
/// A cluster whose silos, client, timers and network all run on one thread, in virtual time, in an order that a seed
/// decides. The same seed gives the same run, to be seen by <see cref="TraceHash"/>.
/// </summary>
public sealed partial class SimulatedCluster
{
    /// <summary>The client's name in the network.</summary>
    public const string ClientName = "client";

    private readonly SimulationOptions _options;
    private readonly TraceHasher _trace = new();
    private readonly Dictionary<string, IHost> _silos = [];
    private readonly Dictionary<SiloAddress, string> _names = [];
    private readonly Dictionary<SiloAddress, SimulatedNode> _nodes = [];
    private SeededScheduler _work = null!;
    private VirtualTime _time = null!;
    private ClusterFabric _fabric = null!;
    private SimulatedTransport _transport = null!;
    private SeededRandom? _engineRandom;
    private Action _tellMembers = static () => { };
    private IHost? _client;
    private int _lastPort;
    private bool _ran;

    /// <summary>Makes the cluster; nothing runs yet.</summary>
    public SimulatedCluster(SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        Random = new Random(options.Seed);
    }

    /// <summary>Makes the cluster; nothing runs yet.</summary>
    public SimulatedCluster(int seed, int silos = 3)
        : this(new SimulationOptions { Seed = seed, Silos = silos })
    {
    }

    /// <summary>Randomness under the seed, for the test's own choices.</summary>
    public Random Random { get; }

    /// <summary>The network and its faults.</summary>
    public SimulatedNetwork Network { get; } = new();

    /// <summary>The virtual clock; give it to <see cref="Task.Delay(TimeSpan, TimeProvider)"/> and the like.</summary>
    public TimeProvider Time => _time;

    /// <summary>The virtual time since the start.</summary>
    public TimeSpan Elapsed => _time.Elapsed;

    /// <summary>The number of steps so far.</summary>
    public long Steps => _work.Steps;

    /// <summary>All decisions and messages so far, folded into sixteen hexadecimal digits.</summary>
    public string TraceHash => _trace.Text;

    /// <summary>The client.</summary>
    public IClusterClient Client => _client!.Services.GetRequiredService<IClusterClient>();

    /// <summary>The names of the silos that run, in order.</summary>
    public IReadOnlyList<string> Silos => [.. _silos.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The services of a silo.</summary>
    public IServiceProvider Services(string silo) => _silos[silo].Services;

    /// <summary>
    /// Starts the silos and the client, runs the test and stops everything. Returns when that is done; the whole run
    /// takes place on a thread of its own.
    /// </summary>
    /// <exception cref="SimulationException">The test failed, hung, or left the simulation. It names the seed.</exception>
    public void Run(Func<Task> test)
    {
        ArgumentNullException.ThrowIfNull(test);
        if (_ran)
        {
            throw new InvalidOperationException("A simulated cluster runs once.");
        }

        _ran = true;
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    RunHere(test);
                }
                catch (Exception exception)
                {
                    // Rethrown on the caller's thread.
                    failure = exception;
                }
            },
            maxStackSize: 16 * 1024 * 1024)
        {
            IsBackground = true,
            Name = $"simulation {_options.Seed}",
        };
        thread.UnsafeStart();
        thread.Join();
        failure = _work.WaitForEscape(PatienceAfter(failure)) ?? failure;
        if (failure is not null)
        {
            throw new SimulationException(
                $"The simulation with seed {_options.Seed} failed after {Steps} steps and {Elapsed} of virtual time: {failure.Message} Replay it with SimulationOptions.Seed = {_options.Seed}.",
                failure);
        }
    }

    /// <summary>Work that has left comes back when the thread pool has got to it, which a busy machine puts off; a call that nobody answered is what is
    /// seen of that, as a rule.</summary>
    private static TimeSpan PatienceAfter(Exception? failure) => failure switch
    {
        null => TimeSpan.Zero,
        TimeoutException => TimeSpan.FromSeconds(20),
        _ => TimeSpan.FromSeconds(1),
    };

    private void RunHere(Func<Task> test)
    {
        _work = new SeededScheduler(_options.Seed, _trace);
        _time = new VirtualTime(_work);
        var members = new MembershipTable("simulation")
        {
            Hears = listener => listener is not INode node || (Network.HearsOfMembers(NameOf(node.Address)) && NodeOf(node.Address) is not { IsPaused: true }),
        };
        _transport = new SimulatedTransport(_options.Seed, Network, _time, _trace, NameOf, NodeOf);
        _fabric = new ClusterFabric(members, _transport) { Memory = new() };
        Network.Healed += members.TellAll;
        _tellMembers = members.TellAll;
        var run = new Completion<bool>(_work);
        var context = new SimulationContext(_work);
        context.Post(_ => _ = RunTest(test, run), null);
        Pump(run.Task);
        if (!run.Task.IsCompletedSuccessfully)
        {
            // What is ready already, so that whatever comes back from elsewhere has to be scheduled, and is seen.
            for (var i = 0; i < 100_000 && _work is { HasReady: true, HasEscape: false }; i++)
            {
                _work.RunOne();
            }
        }

        if (run.Task.IsCompleted)
        {
            run.Task.GetAwaiter().GetResult();
        }
    }

    private async Task RunTest(Func<Task> test, Completion<bool> run)
    {
        try
        {
            for (var i = 0; i < _options.Silos; i++)
            {
                await StartSiloAsync($"Silo_{i}");
            }

            await StartClient();
            await test();
            Network.Heal();
            Network.DropRate = 0;
            await StopHost(_client!, CancellationToken.None);
            foreach (var silo in Silos)
            {
                await StopSiloAsync(silo);
            }

            run.TrySet(true);
        }
        catch (Exception exception)
        {
            // Thrown where the run is awaited.
            run.TryFail(exception);
        }
    }

    private void Pump(Task run)
    {
        while (!run.IsCompleted)
        {
            if (_work.HasEscape)
            {
                return;
            }

            if (_work.HasReady)
            {
                _work.RunOne();
                if (_options.Watch is { } watch && _work.Steps % _options.WatchEvery == 0)
                {
                    watch();
                }
            }
            else if (!_time.Advance())
            {
                throw new SimulationException(
                    "Nothing is left to run and the test has not ended: something waits for ever, or on the thread pool.");
            }

            if (_time.Elapsed > _options.TimeLimit || _work.Steps > _options.StepLimit)
            {
                throw new SimulationException(
                    $"The test has not ended within {_options.TimeLimit} of virtual time and {_options.StepLimit} steps.");
            }
        }
    }

    private SimulatedNode? NodeOf(SiloAddress address) => _nodes.GetValueOrDefault(address);

    private string NameOf(SiloAddress address) =>
        address.IsClient ? ClientName : _names.GetValueOrDefault(address, address.ToString());
}
