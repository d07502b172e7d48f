using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>What the engine knows of one grain class, read from its attributes once.</summary>
internal sealed class GrainClass
{
    private readonly ObjectFactory _factory;
    private readonly Func<IInvokable, bool>? _mayInterleave;

    public GrainClass(Type type)
    {
        Type = type;
        GrainType = GrainType.Create(NameOf(type));
        Interfaces = [.. type.GetInterfaces().Where(IsGrainInterface)];
        Placement = type.GetCustomAttribute<PlacementAttribute>()?.PlacementStrategy ?? new RandomPlacement();
        IsReentrant = type.GetCustomAttribute<ReentrantAttribute>() is not null;
        KeepAlive = type.GetCustomAttribute<KeepAliveAttribute>() is not null;
        CollectionAge = type.GetCustomAttribute<CollectionAgeLimitAttribute>()?.AgeLimit;
        HasOwnFilter = type.IsAssignableTo(typeof(IIncomingGrainCallFilter));
        _mayInterleave = PredicateOf(type);
        _factory = ActivatorUtilities.CreateFactory(type, []);
    }

    public Type Type { get; }

    public GrainType GrainType { get; }

    public IReadOnlyList<Type> Interfaces { get; }

    public PlacementStrategy Placement { get; }

    public bool IsReentrant { get; }

    public bool KeepAlive { get; }

    public TimeSpan? CollectionAge { get; }

    public bool HasOwnFilter { get; }

    /// <summary>Whether which request may interleave is asked of the class for each of them.</summary>
    public bool HasPredicate => _mayInterleave is not null;

    public static bool IsGrainInterface(Type type) =>
        type.IsInterface
        && type.IsAssignableTo(typeof(IAddressable))
        // The engine's own grains have methods; what grain interfaces derive from has none.
        && (type.Assembly != typeof(IAddressable).Assembly || type.GetMethods().Length > 0);

    public object Create(IServiceProvider services) => _factory(services, null);

    /// <summary>Asks the class's own predicate.</summary>
    public bool MayInterleave(IInvokable request) => _mayInterleave is not null && _mayInterleave(request);

    public override string ToString() => Type.FullName!;

    private static string NameOf(Type type)
    {
        if (type.GetCustomAttribute<GrainTypeAttribute>() is { } attribute)
        {
            return attribute.GetGrainType(null!, type).ToString();
        }

        // Orleans' own rule, so that identities are the same on both engines.
        var name = type.Name.ToLowerInvariant();
        return name.EndsWith("grain", StringComparison.Ordinal) && name.Length > 5 ? name[..^5] : name;
    }

    private static Func<IInvokable, bool>? PredicateOf(Type type)
    {
        if (type.GetCustomAttribute<MayInterleaveAttribute>() is not { } attribute)
        {
            return null;
        }

        var method = type.GetMethod(
            attribute.CallbackMethodName,
            BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy,
            [typeof(IInvokable)]);
        return method?.ReturnType == typeof(bool)
            ? method.CreateDelegate<Func<IInvokable, bool>>()
            : throw new InvalidOperationException(
                $"Class {type.FullName} doesn't declare a static method {attribute.CallbackMethodName}(IInvokable) that returns bool, which its [MayInterleave] names.");
    }
}
