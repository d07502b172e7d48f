namespace Orleans;

/// <summary>The stages of a silo's or client's lifecycle; they start in this order and stop in the reverse one.</summary>
public static class ServiceLifecycleStage
{
    /// <summary>The first stage.</summary>
    public const int First = int.MinValue;

    /// <summary>The runtime initializes itself.</summary>
    public const int RuntimeInitialize = 2000;

    /// <summary>The runtime's services start.</summary>
    public const int RuntimeServices = 4000;

    /// <summary>Storage used by the runtime starts.</summary>
    public const int RuntimeStorageServices = 6000;

    /// <summary>Grain services start.</summary>
    public const int RuntimeGrainServices = 8000;

    /// <summary>After the grain services.</summary>
    public const int AfterRuntimeGrainServices = 8100;

    /// <summary>The application's own services start; what grains need must be ready here.</summary>
    public const int ApplicationServices = 10000;

    /// <summary>The silo accepts calls and may be chosen by placement.</summary>
    public const int Active = 20000;

    /// <summary>The silo announces itself as active.</summary>
    public const int BecomeActive = Active - 1;

    /// <summary>Stopping only: the silo's activations are deactivated.</summary>
    public const int GrainDeactivation = BecomeActive - 1;

    /// <summary>Stopping only: the silo hands its part of the grain directory over.</summary>
    public const int GrainDirectoryShutdown = GrainDeactivation - 1;

    /// <summary>The last stage.</summary>
    public const int Last = int.MaxValue;
}
