using System.Globalization;

namespace OrleansRocket.Tests.Simulation.Clusters;

/// <summary>What was asked of messages that are held, compared with when and whether they are delivered.</summary>
internal sealed class HeldHistory(Func<TimeSpan> now)
{
    private readonly Dictionary<string, TimeSpan> _due = [];
    private readonly HashSet<string> _mayBeCommitted = [];
    private readonly HashSet<string> _mustCome = [];
    private readonly HashSet<string> _mustNotCome = [];
    private readonly HashSet<string> _came = [];

    /// <summary>How many were delivered.</summary>
    public int Delivered => _came.Count;

    /// <summary>How a transaction ends, whoever is asked.</summary>
    public static TransactionResolution FateOf(string text) =>
        int.Parse(text.AsSpan(1, text.IndexOf('-', StringComparison.Ordinal) - 1), CultureInfo.InvariantCulture) % 3 == 0 ? TransactionResolution.Rollback : TransactionResolution.Commit;

    /// <summary>A message is about to be sent that is due at a time.</summary>
    public void Delaying(string text, TimeSpan due) => _due.Add(text, due);

    /// <summary>A message was acknowledged that must be delivered.</summary>
    public void Expect(string text) => _mustCome.Add(text);

    /// <summary>A message is being cancelled: it may come or not until that is answered.</summary>
    public void Cancelling(string text) => _mustCome.Remove(text);

    /// <summary>Somebody is about to say that a transaction is committed.</summary>
    public void Committing(string text) => _mayBeCommitted.Add(text);

    /// <summary>A message was dropped, as its sender was told.</summary>
    public void Dropped(string text)
    {
        InvariantException.ThrowUnless(!_came.Contains(text), $"'{text}' was dropped, and had been delivered");
        _mustNotCome.Add(text);
    }

    /// <summary>A message is committed in its topic.</summary>
    public void Came(string text)
    {
        _came.Add(text);
        InvariantException.ThrowUnless(!_mustNotCome.Contains(text), $"'{text}' was delivered, and had been dropped");
        if (_due.TryGetValue(text, out var due))
            InvariantException.ThrowUnless(now() >= due, $"'{text}' was delivered at {now()}, and is due at {due}");
        else if (text[0] == 't')
            InvariantException.ThrowUnless(_mayBeCommitted.Contains(text), $"'{text}' was delivered, and nobody had committed its transaction");
    }

    /// <summary>At the end: everything has come that was to come.</summary>
    public void CheckComplete()
    {
        foreach (var text in _mustCome)
            InvariantException.ThrowUnless(_came.Contains(text), $"'{text}' was never delivered");
    }
}
