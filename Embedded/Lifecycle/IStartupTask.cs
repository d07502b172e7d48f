namespace Orleans.Runtime;

/// <summary>Work that a silo does once while it starts.</summary>
public interface IStartupTask
{
    /// <summary>Runs; an exception ends the silo's start.</summary>
    Task Execute(CancellationToken cancellationToken);
}
