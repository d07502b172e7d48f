namespace Orleans.Providers;

/// <summary>What takes commands.</summary>
public interface IControllable
{
    /// <summary>Runs a command.</summary>
    Task<object?> ExecuteCommand(int command, object? arg);
}
