namespace Orleans.Embedded;

/// <summary>A simulated run failed. The message names the seed that replays it.</summary>
public sealed class SimulationException : Exception
{
    /// <summary>Creates the exception with a general message.</summary>
    public SimulationException()
        : base("The simulation failed.")
    {
    }

    /// <summary>Creates the exception.</summary>
    public SimulationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public SimulationException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
