using System.Text;
using OrleansRocket.Log.Records;

namespace OrleansRocket;

/// <summary>
/// Which tags a consumer wants: <c>*</c> for all messages, or tags joined by <c>||</c>, as in RocketMQ. The broker compares hashes, and
/// the consumer compares the text, since hashes collide.
/// </summary>
public sealed class TagExpression
{
    /// <summary>Everything, with or without a tag.</summary>
    public static readonly TagExpression All = new([]);

    private readonly byte[][] _tags;

    private TagExpression(string[] tags)
    {
        _tags = [.. tags.Select(Encoding.UTF8.GetBytes)];
        Hashes = tags.Length == 0 ? null : [.. tags.Select(TagHash.Of).Distinct()];
        Text = tags.Length == 0 ? "*" : string.Join(" || ", tags);
    }

    internal IReadOnlyList<int>? Hashes { get; }

    private string Text { get; }

    /// <summary>Reads an expression; empty means <c>*</c>.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/> with the position of what is wrong.</exception>
    public static TagExpression Parse(string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        if (expression.Trim() is "" or "*")
            return All;
        var tags = expression.Split("||", StringSplitOptions.TrimEntries);
        foreach (var tag in tags)
        {
            if (tag.Length == 0 || tag.Contains('|'))
                throw new RocketException(RocketError.InvalidArgument, $"tag expression '{expression}' must be '*', or tags joined by '||', without an empty one");
        }

        return new TagExpression([.. tags.Distinct()]);
    }

    /// <summary>The expression in its plainest form.</summary>
    public override string ToString() => Text;

    /// <summary>Whether a message with a tag, or with none, is wanted.</summary>
    public bool Matches(string? tag) => _tags.Length == 0 || Array.Exists(_tags, wanted => Encoding.UTF8.GetBytes(tag ?? "").AsSpan().SequenceEqual(wanted));

    internal bool Matches(in RecordView record)
    {
        if (_tags.Length == 0)
            return true;
        var tag = record.TagUtf8.Span;
        foreach (var wanted in _tags)
        {
            if (tag.SequenceEqual(wanted))
                return true;
        }

        return false;
    }
}
