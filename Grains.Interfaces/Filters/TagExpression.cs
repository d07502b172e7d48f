using System.Text;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Records;

namespace OrleansRocket;

/// <summary>
/// Which tags a consumer wants: <c>*</c> for all messages, or tags joined by <c>||</c>, as in RocketMQ. The broker compares hashes, and
/// the consumer compares the text, since hashes collide.
/// </summary>
public sealed class TagExpression : FilterExpression
{
    private const string Separator = "||";

    /// <summary>Everything, with or without a tag.</summary>
    public static readonly TagExpression All = new([]);

    private readonly byte[][] _tags;

    /// <param name="tags">Different tags, in ordinal order; none for all messages.</param>
    private TagExpression(string[] tags)
        : base(FilterType.Tag, tags.Length == 0 ? "*" : string.Join($" {Separator} ", tags))
    {
        _tags = [.. tags.Select(Encoding.UTF8.GetBytes)];
        Hashes = tags.Length == 0 ? null : [.. tags.Select(TagHash.Of).Distinct()];
    }

    /// <summary>The hashes (<see cref="TagHash"/>) of the tags; null for all messages.</summary>
    public IReadOnlyList<int>? Hashes { get; }

    /// <summary>Reads an expression; empty means <c>*</c>. Its plainest form has each tag once, in ordinal order.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidFilter"/> with the expression, and the column of what is wrong.</exception>
    public static TagExpression Parse(string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        if (expression.Trim() is "" or "*")
            return All;
        var tags = new SortedSet<string>(StringComparer.Ordinal);
        var start = 0;
        foreach (var part in expression.Split(Separator))
        {
            var tag = part.Trim();
            if (tag.Length == 0)
                throw Wrong(expression, start, $"expected a tag: tags are joined by '{Separator}', and '*' stands alone for all messages");
            if (part.IndexOf('|') is var bar and >= 0)
                throw Wrong(expression, start + bar, $"'|' cannot be part of a tag; tags are joined by '{Separator}'");
            tags.Add(tag);
            start += part.Length + Separator.Length;
        }

        return new TagExpression([.. tags]);
    }

    /// <summary>Whether a message with a tag, or with none, is wanted.</summary>
    public bool Matches(string? tag) => _tags.Length == 0 || Array.Exists(_tags, wanted => Encoding.UTF8.GetBytes(tag ?? "").AsSpan().SequenceEqual(wanted));

    /// <inheritdoc/>
    public override bool Matches(in RecordView record)
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

    private static RocketException Wrong(string expression, int position, string problem) =>
        new(RocketError.InvalidFilter, new FilterSyntaxException(expression, position + 1, problem).Message);
}
