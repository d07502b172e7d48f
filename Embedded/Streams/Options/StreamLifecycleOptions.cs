namespace Orleans.Configuration;

/// <summary>When a stream provider starts.</summary>
public class StreamLifecycleOptions
{
    /// <summary>Default state after the start.</summary>
    public const RunState DEFAULT_STARTUP_STATE = RunState.AgentsStarted;

    /// <summary>Default stage at which the adapter is made.</summary>
    public const int DEFAULT_INIT_STAGE = ServiceLifecycleStage.ApplicationServices;

    /// <summary>Default stage at which the agents start.</summary>
    public const int DEFAULT_START_STAGE = ServiceLifecycleStage.Active;

    /// <summary>The states of a provider's agents.</summary>
    public enum RunState
    {
        /// <summary>Nothing has happened yet.</summary>
        None,

        /// <summary>The adapter is made.</summary>
        Initialized,

        /// <summary>The queues are read.</summary>
        AgentsStarted,

        /// <summary>The queues are not read.</summary>
        AgentsStopped,
    }

    /// <summary>Whether the queues are read from the start on. Default: yes.</summary>
    public RunState StartupState { get; set; } = DEFAULT_STARTUP_STATE;

    /// <summary>The stage at which the adapter is made. Default: 10000.</summary>
    public int InitStage { get; set; } = DEFAULT_INIT_STAGE;

    /// <summary>The stage at which the agents start. Default: 20000.</summary>
    public int StartStage { get; set; } = DEFAULT_START_STAGE;
}
