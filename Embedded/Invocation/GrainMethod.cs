using System.Reflection;

namespace Orleans.Serialization.Invocation;

/// <summary>One method of a grain interface: all that the engine needs to know of it, read from its attributes once.</summary>
internal sealed class GrainMethod
{
    /// <summary>The interface that declares the method.</summary>
    public required Type Interface { get; init; }

    /// <summary>The method.</summary>
    public required MethodInfo Info { get; init; }

    /// <summary>The interface's alias, or its full name.</summary>
    public required string InterfaceName { get; init; }

    /// <summary>The name of the method.</summary>
    public required string Name { get; init; }

    /// <summary>Stable within the interface: the number of [Id], else a hash of the alias, else of name and signature.</summary>
    public required int Id { get; init; }

    /// <summary>Whether not the grain itself answers, but an object beside it.</summary>
    public required bool IsExtension { get; init; }

    /// <summary>Whether calls may always start at once.</summary>
    public required bool AlwaysInterleave { get; init; }

    /// <summary>Whether calls may interleave with other read-only ones.</summary>
    public required bool ReadOnly { get; init; }

    /// <summary>Whether the caller gets no response.</summary>
    public required bool OneWay { get; init; }

    /// <summary>The response time-out that the method declares.</summary>
    public required TimeSpan? ResponseTimeout { get; init; }

    /// <summary>The position of the cancellation token among the arguments; -1 if there is none.</summary>
    public required int CancellationArgument { get; init; }

    /// <summary>Whether the result may be passed on without a copy.</summary>
    public required bool ResultImmutable { get; init; }

    /// <summary>The type of the result; <see cref="VoidResult"/> if the method returns nothing.</summary>
    public required Type ResultType { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{InterfaceName}.{Name}";
}
