using System.Collections.Concurrent;

namespace OrleansRocket.Tests.Engine;

/// <summary>
/// How tests and the grains of this process meet: a grain waits at a named gate until the test opens it, and reports
/// that it has come to a point. All clusters of these tests run in the test's process.
/// </summary>
public static class Gates
{
    private static readonly ConcurrentDictionary<string, TaskCompletionSource<string>> All = new();

    /// <summary>Longer than anything that works takes, so that a test that hangs fails with a name.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static Task<string> Passed(string name) => Gate(name).Task.WaitAsync(Patience);

    public static bool IsOpen(string name) => Gate(name).Task.IsCompleted;

    public static void Open(string name, string value = "") => Gate(name).TrySetResult(value);

    /// <summary>A name that no other test uses.</summary>
    public static string NewName() => Guid.NewGuid().ToString("N");

    private static TaskCompletionSource<string> Gate(string name) => All.GetOrAdd(
        name, static _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
}
