namespace OrleansRocket.Silo.Configuration;

/// <summary>Guesses what somebody meant.</summary>
internal static class Suggestion
{
    /// <summary>The name that is most like the one written, as <c>; did you mean 'x'?</c>, or nothing when none is much like it.</summary>
    public static string For(string written, IEnumerable<string> names)
    {
        var best = names.MinBy(name => Distance(written.ToUpperInvariant(), name.ToUpperInvariant()));
        return best is not null && Distance(written.ToUpperInvariant(), best.ToUpperInvariant()) <= Math.Max(2, written.Length / 3)
            ? $"; did you mean '{best}'?"
            : "";
    }

    /// <summary>How many letters have to be changed, added or left out.</summary>
    private static int Distance(string one, string other)
    {
        var previous = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var current = new int[other.Length + 1];
            current[0] = i;
            for (var j = 1; j <= other.Length; j++)
                current[j] = Math.Min(Math.Min(previous[j], current[j - 1]) + 1, previous[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
            previous = current;
        }

        return previous[^1];
    }
}
