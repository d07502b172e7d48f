namespace Orleans.Providers.Streams.Common;

/// <summary>The commands of a stream provider.</summary>
public enum PersistentStreamProviderCommand
{
    /// <summary>None.</summary>
    None,

    /// <summary>Reads the queues.</summary>
    StartAgents,

    /// <summary>Reads the queues no more.</summary>
    StopAgents,

    /// <summary>Says whether the queues are read.</summary>
    GetAgentsState,

    /// <summary>Says how many queues this silo reads.</summary>
    GetNumberRunningAgents,

    /// <summary>The first command that goes to the adapter.</summary>
    AdapterCommandStartRange = 10000,

    /// <summary>The last command that goes to the adapter.</summary>
    AdapterCommandEndRange = 19999,

    /// <summary>The first command that goes to the adapter's factory.</summary>
    AdapterFactoryCommandStartRange = 20000,

    /// <summary>The last command that goes to the adapter's factory.</summary>
    AdapterFactoryCommandEndRange = 29999,
}
