using Orleans.Hosting;

namespace Orleans.Embedded;

/// <summary>How a simulated cluster is made.</summary>
public sealed class SimulationOptions
{
    /// <summary>Decides everything that is left to chance: the order of work, the network, placement. Default: 1.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>How many silos there are at the start, named <c>Silo_0</c> and on. Default: 3.</summary>
    public int Silos { get; set; } = 3;

    /// <summary>What is done to each silo, by its name, before it is built.</summary>
    public Action<string, ISiloBuilder>? ConfigureSilo { get; set; }

    /// <summary>What is done to the client before it is built.</summary>
    public Action<IClientBuilder>? ConfigureClient { get; set; }

    /// <summary>The virtual time after which a run counts as hung. Default: 1 h.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromHours(1);

    /// <summary>What is done after every <see cref="WatchEvery"/> steps, between two of them; an exception fails the run.</summary>
    public Action? Watch { get; set; }

    /// <summary>How many steps lie between two calls of <see cref="Watch"/>. Default: 100.</summary>
    public int WatchEvery { get; set; } = 100;

    /// <summary>The number of steps after which a run counts as hung. Default: 20 million.</summary>
    public long StepLimit { get; set; } = 20_000_000;
}
