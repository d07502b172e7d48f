using System.Globalization;
using OrleansRocket.Log.Files;

namespace OrleansRocket.Log.Faults;

/// <summary>
/// Named places at which a crash test kills the process. The environment variable <c>ROCKET_FAULT_POINT=name[:n]</c>
/// makes the process kill itself, as <c>kill -9</c> would, at the n-th (default first) arrival at that place.
/// </summary>
/// <remarks>Without the variable <see cref="Enabled"/> is a false constant to the JIT, which removes every call.</remarks>
public static class FaultPoint
{
    /// <summary>Name of the environment variable.</summary>
    public const string Variable = "ROCKET_FAULT_POINT";

    private const int KillSignal = 9;
    private static readonly string Name;
    private static readonly bool Enabled;
    private static int _remaining;

    static FaultPoint()
    {
        var setting = Environment.GetEnvironmentVariable(Variable) ?? "";
        var colon = setting.LastIndexOf(':');
        Name = colon < 0 ? setting : setting[..colon];
        _remaining = colon < 0 ? 1 : int.Parse(setting.AsSpan(colon + 1), CultureInfo.InvariantCulture);
        Enabled = Name.Length > 0;
        if (Enabled && !All.Contains(Name))
            throw new InvalidOperationException($"{Variable} names the fault point '{Name}', which does not exist.");
    }

    /// <summary>Every name, in the order in which a queue meets them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "store.after-lock", "store.after-identity", "store.after-abort",
        "open.after-directory", "append.before-copy", "append.after-header", "append.after-copy", "append.after-publish",
        "roll.before-create", "roll.after-create", "roll.after-rename", "roll.after-publish",
        "flush.before-sync", "flush.after-sync", "flush.after-checkpoint-write",
        "index.before-write", "index.after-write", "index.after-rename",
        "keys.after-write", "keys.after-rename",
        "producers.after-write", "producers.after-rename",
        "checkpoint.before-sync", "checkpoint.after-sync",
        "epochs.after-write", "epochs.after-rename",
        "reset.after-marker", "reset.after-delete",
        "retention.before-checkpoint", "retention.after-checkpoint", "retention.after-first-delete",
        "compaction.after-write", "compaction.before-rename", "compaction.after-rename", "compaction.after-delete",
        "truncate.after-checkpoint", "truncate.after-zero",
        "close.before-checkpoint", "close.after-checkpoint", "store.before-abort-removed", "store.after-abort-removed",
        "recovery.start", "recovery.before-cut", "recovery.after-cut", "recovery.end",
        "delete.after-rename",
    ];

    /// <summary>Marks a place. Kills the process when the environment variable asks for it.</summary>
    internal static void Hit(string name)
    {
        if (Enabled)
            Arrive(name);
    }

    private static void Arrive(string name)
    {
        if (name != Name || Interlocked.Decrement(ref _remaining) != 0)
            return;
        _ = LibC.Kill(LibC.ProcessId(), KillSignal);

        // The signal is on its way to this thread: nothing after the fault point may run meanwhile.
        while (true)
            Thread.Yield();
    }
}
