using System.Globalization;

namespace OrleansRocket.Tests.Simulation.Clusters;

/// <summary>What groups did with the messages of <see cref="ClusterPlan.Tasks"/>, whose text is the message group's name, a dash and a number that rises.</summary>
internal sealed class GroupHistory(Func<TimeSpan> now)
{
    private readonly HashSet<string> _came = [];
    private readonly HashSet<string> _worked = [];
    private readonly HashSet<string> _ordered = [];
    private readonly HashSet<string> _popped = [];
    private readonly HashSet<string> _perhapsPopped = [];
    private readonly HashSet<string> _failed = [];
    private readonly Dictionary<string, int> _lastInOrder = [];
    private readonly Dictionary<string, TimeSpan> _handedOutUntil = [];
    private string? _violation;

    /// <summary>A message is committed.</summary>
    public void Came(string text) => _came.Add(text);

    /// <summary>Whether a message fails whenever it is handled.</summary>
    public static bool IsPoison(string text) => Number(text) % 7 == 3;

    /// <summary>Whether a message fails when it is handled for the first time.</summary>
    public static bool FailsAtFirst(string text) => Number(text) % 4 == 1;

    /// <summary>The group that tries messages again handles one; false when it is to fail.</summary>
    public bool Work(string text, int attempt, int mostAttempts)
    {
        Note(_came.Contains(text), $"'{text}' was handled and is not committed");
        Note(attempt <= mostAttempts, $"'{text}' was tried {attempt} times of {mostAttempts}");
        if (IsPoison(text) || (FailsAtFirst(text) && attempt == 1))
            return false;
        _worked.Add(text);
        return true;
    }

    /// <summary>The group that handles in order handles one; false when it is to fail.</summary>
    public bool WorkInOrder(string text)
    {
        Note(_came.Contains(text), $"'{text}' was handled in order and is not committed");
        if (FailsAtFirst(text) && _failed.Add(text))
            return false;
        if (!_ordered.Add(text))
            return true;
        var group = text[..text.IndexOf('-', StringComparison.Ordinal)];
        Note(Number(text) > _lastInOrder.GetValueOrDefault(group, -1), $"'{text}' was handled behind {group}-{_lastInOrder.GetValueOrDefault(group)}");
        _lastInOrder[group] = Number(text);
        return true;
    }

    /// <summary>A simple consumer got a message that it had asked for at a time.</summary>
    /// <param name="text">The message.</param>
    /// <param name="asked">When it asked.</param>
    /// <param name="invisible">How long nobody else gets it.</param>
    /// <param name="isStrict">Whether nothing may be forgotten.</param>
    public void HandedOut(string text, TimeSpan asked, TimeSpan invisible, bool isStrict)
    {
        if (isStrict)
        {
            Note(!_popped.Contains(text), $"'{text}' was handed out though it was acknowledged");
            Note(now() >= _handedOutUntil.GetValueOrDefault(text), $"'{text}' was handed out at {now()}, and another one has it until {_handedOutUntil.GetValueOrDefault(text)}");
        }

        _handedOutUntil[text] = asked + invisible;
    }

    /// <summary>A simple consumer's acknowledgement was answered.</summary>
    public void Popped(string text) => _popped.Add(text);

    /// <summary>It was not answered: the message comes again, or not.</summary>
    public void PerhapsPopped(string text) => _perhapsPopped.Add(text);

    /// <summary>In words, what is still to be done; null when nothing is.</summary>
    public string? Missing()
    {
        foreach (var text in _came)
        {
            if (!_worked.Contains(text))
                return $"'{text}' was neither handled by the group that tries again, nor is it a dead letter";
            if (!_ordered.Contains(text))
                return $"'{text}' was not handled by the group that keeps the order";
            if (!_popped.Contains(text) && !_perhapsPopped.Contains(text))
                return $"'{text}' was not acknowledged by the group of simple consumers";
        }

        return null;
    }

    /// <summary>The dead letters of the group that tries again, of which there may be two of one message.</summary>
    public void DeadLetters(IReadOnlyCollection<string> texts)
    {
        foreach (var text in texts)
            Note(IsPoison(text), $"'{text}' is a dead letter, and does not always fail");
        _worked.UnionWith(texts);
    }

    /// <summary>At the end: everything is done as it had to be.</summary>
    public void CheckComplete()
    {
        InvariantException.ThrowUnless(_violation is null, _violation ?? "");
        InvariantException.ThrowUnless(Missing() is null, Missing() ?? "");
    }

    /// <summary>The first violation counts; those who handle messages take an exception for a failure of theirs.</summary>
    private void Note(bool isRight, string violation)
    {
        if (!isRight)
            _violation ??= violation;
    }

    private static int Number(string text) => int.Parse(text.AsSpan(text.IndexOf('-', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
}
