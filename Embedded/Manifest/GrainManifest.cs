using System.Collections.Concurrent;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>The grain classes of this process and the interfaces by which they are found.</summary>
internal sealed class GrainManifest
{
    private static readonly Lock BuildLock = new();
    private static GrainManifest? _current;

    private readonly Dictionary<GrainType, GrainClass> _classes = [];
    private readonly Dictionary<Type, List<GrainClass>> _byInterface = [];
    private readonly ConcurrentDictionary<(Type Interface, string? Prefix), GrainType> _resolved = new();

    /// <summary>Builds a manifest from types; those that are no grain classes are passed over.</summary>
    /// <exception cref="OrleansConfigurationException">Two classes have one grain type.</exception>
    public GrainManifest(IEnumerable<Type> types)
    {
        foreach (var type in types.Where(IsGrainClass))
        {
            var grain = new GrainClass(type);
            if (!_classes.TryAdd(grain.GrainType, grain))
            {
                throw new OrleansConfigurationException(
                    $"The grain classes {_classes[grain.GrainType]} and {grain} have the same grain type '{grain.GrainType}'; set [GrainType] on one of them.");
            }

            foreach (var grainInterface in grain.Interfaces)
            {
                if (!_byInterface.TryGetValue(grainInterface, out var implementations))
                {
                    _byInterface.Add(grainInterface, implementations = []);
                }

                implementations.Add(grain);
            }
        }
    }

    /// <summary>The manifest of all assemblies that refer to this engine.</summary>
    public static GrainManifest Current
    {
        get
        {
            if (Volatile.Read(ref _current) is { } current)
            {
                return current;
            }

            lock (BuildLock)
            {
                return _current ??= new GrainManifest(GrainAssemblies.Types());
            }
        }
    }

    public IReadOnlyCollection<GrainClass> Classes => _classes.Values;

    public GrainClass? ClassOf(GrainType type) => _classes.GetValueOrDefault(type);

    /// <summary>The grain type behind an interface.</summary>
    /// <param name="grainInterface">The interface.</param>
    /// <param name="prefix">The start of the class's full name, if several implement the interface.</param>
    /// <exception cref="ArgumentException">No class, or more than one, fits.</exception>
    public GrainType TypeFor(Type grainInterface, string? prefix) =>
        _resolved.TryGetValue((grainInterface, prefix), out var type)
            ? type
            : _resolved.GetOrAdd((grainInterface, prefix), Resolve(grainInterface, prefix));

    /// <summary>Looks at all interfaces of the grain classes, so that a silo with a bad one does not start.</summary>
    /// <exception cref="InvalidGrainInterfaceException">A method cannot be called; the message names it.</exception>
    public void Check()
    {
        foreach (var grainInterface in _byInterface.Keys)
        {
            ProxyFactory.GetMethods(grainInterface);
        }
    }

    private static bool IsGrainClass(Type type) =>
        type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false }
        && (type.IsAssignableTo(typeof(IGrainBase)) || type.IsAssignableTo(typeof(IGrain)))
        && !type.IsAssignableTo(typeof(GrainReference));

    private GrainType Resolve(Type grainInterface, string? prefix)
    {
        if (!_byInterface.TryGetValue(grainInterface, out var candidates))
        {
            throw new ArgumentException($"Could not find an implementation for interface {grainInterface.FullName}");
        }

        if (prefix is not null)
        {
            candidates = [.. candidates.Where(c => c.Type.FullName!.StartsWith(prefix, StringComparison.Ordinal))];
        }

        // Of several, the one that is named after the interface (IFoo, Foo) is meant.
        var named = candidates.Where(c => c.Type.Name == grainInterface.Name[1..] || candidates.Count == 1).ToList();
        return named switch
        {
            [var only] => only.GrainType,
            _ => throw new ArgumentException(
                $"Unable to identify a single appropriate grain type for interface {grainInterface.FullName} with prefix '{prefix}'. Candidates: {string.Join(", ", candidates)}"),
        };
    }
}
