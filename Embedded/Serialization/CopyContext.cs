using System.Diagnostics.CodeAnalysis;
using Orleans.Serialization.Buffers;

namespace Orleans.Serialization;

/// <summary>One deep copy in progress: which objects of it were copied already.</summary>
internal ref struct CopyContext
{
    private Dictionary<object, object>? _copies;
    private int _depth;

    public CopyContext(IReferenceBinder? binder) => Binder = binder;

    /// <summary>Resolves grain objects among the values; null if there can be none.</summary>
    public IReferenceBinder? Binder { get; }

    public readonly bool TryGetCopy(object original, [NotNullWhen(true)] out object? copy)
    {
        copy = null;
        return _copies is not null && _copies.TryGetValue(original, out copy);
    }

    public void Remember(object original, object copy) =>
        (_copies ??= new Dictionary<object, object>(ReferenceEqualityComparer.Instance))[original] = copy;

    /// <summary>Call it before the members of an object or the items of a collection, and <see cref="Leave"/> after them.</summary>
    /// <exception cref="SerializerException">The nesting is too deep.</exception>
    public void Enter()
    {
        if (++_depth > Writer.MaxDepth)
        {
            throw new SerializerException($"The value is nested more than {Writer.MaxDepth} levels deep.");
        }
    }

    public void Leave() => _depth--;
}
