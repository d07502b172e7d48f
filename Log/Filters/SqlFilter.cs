using System.Runtime.CompilerServices;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Filters.Conditions;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Log.Filters;

/// <summary>
/// An SQL92 expression over the properties of messages, as RocketMQ has it: read once, then evaluated over encoded records without
/// allocating. What it may say stands in docs/filters.md. Safe for use by many threads.
/// </summary>
public sealed class SqlFilter : RecordFilter
{
    /// <summary>The longest expression in UTF-16 code units: 8,192.</summary>
    public const int MaxLength = 8_192;

    /// <summary>The deepest nesting, of parentheses, signs, NOT and comparisons of comparisons: 64. AND and OR do not nest.</summary>
    public const int MaxDepth = 64;

    /// <summary>The most different properties that an expression can name: 32. Each is looked for among all properties of a record.</summary>
    public const int MaxProperties = 32;

    private readonly Condition _condition;
    private readonly PropertyNames _names;

    private SqlFilter(string text, Condition condition, PropertyNames names)
    {
        Text = text;
        _condition = condition;
        _names = names;
    }

    /// <summary>The expression, as it was given.</summary>
    public string Text { get; }

    /// <inheritdoc/>
    public override ulong TagMask => _condition.TagMask;

    /// <summary>Reads an expression.</summary>
    /// <exception cref="FilterSyntaxException">It does not follow the grammar, asks for something that can never be, or passes a limit.</exception>
    public static SqlFilter Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
            throw new FilterSyntaxException(text, MaxLength + 1, $"it has {text.Length} characters; the limit is {MaxLength}");
        var names = new PropertyNames();
        return new SqlFilter(text, new SqlParser(text, names).Parse(), names);
    }

    /// <summary>True when the expression is true of a record; false when it is false or unknown.</summary>
    /// <exception cref="CorruptBatchException">The record's properties do not follow the format.</exception>
    public bool Matches(in RecordView record) => record.Matches(this);

    /// <summary>The expression.</summary>
    public override string ToString() => Text;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override bool TryMatch(ReadOnlySpan<byte> batch, ref int position, out int tagHash, out bool matches)
    {
        if (!RecordLayout.TryRead(batch, position, out var layout) || !TryMatch(batch, in layout, out matches))
        {
            tagHash = 0;
            matches = false;
            return false;
        }

        tagHash = layout.TagHash;
        position = layout.End;
        return true;
    }

    /// <summary>Judges a record; false if its properties do not follow the format.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal bool TryMatch(ReadOnlySpan<byte> batch, in RecordLayout layout, out bool matches)
    {
        Span<RecordLayout.Part> found = stackalloc RecordLayout.Part[_names.Count];
        if (!_names.TryFind(batch, in layout, found))
        {
            matches = false;
            return false;
        }

        matches = _condition.Evaluate(new PropertyValues(batch, found)) == Truth.True;
        return true;
    }
}
