using OrleansRocket.Log.Filters;

namespace OrleansRocket.Queues;

/// <summary>The SQL filters that a queue's readers used last, ready to be evaluated: each is read once, not with every request.</summary>
internal sealed class SqlFilterCache
{
    /// <summary>More groups than usually read one queue with SQL at the same time; a filter that is not here is read anew.</summary>
    public const int Capacity = 16;

    /// <summary>The last one used comes first.</summary>
    private readonly List<SqlFilter> _filters = new(capacity: 1);

    /// <summary>How many filters are kept.</summary>
    public int Count => _filters.Count;

    /// <summary>The filter of a text.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidFilter"/>.</exception>
    public SqlFilter Get(string text)
    {
        var index = _filters.FindIndex(filter => filter.Text == text);
        if (index == 0)
            return _filters[0];
        var filter = index > 0 ? _filters[index] : SqlExpression.Parse(text).Filter;
        if (index > 0)
            _filters.RemoveAt(index);
        else if (_filters.Count == Capacity)
            _filters.RemoveAt(Capacity - 1);
        _filters.Insert(0, filter);
        return filter;
    }
}
