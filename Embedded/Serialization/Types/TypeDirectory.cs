using System.Collections.Concurrent;
using System.Reflection;

namespace Orleans.Serialization.Types;

/// <summary>Names plain types and finds them by name: short names for the platform's own, aliases, and else the full name with the assembly.</summary>
internal static class TypeDirectory
{
    private static readonly (Type Type, string Name)[] WellKnown =
    [
        (typeof(object), "object"), (typeof(bool), "bool"), (typeof(char), "char"), (typeof(string), "string"),
        (typeof(sbyte), "sbyte"), (typeof(byte), "byte"), (typeof(short), "short"), (typeof(ushort), "ushort"),
        (typeof(int), "int"), (typeof(uint), "uint"), (typeof(long), "long"), (typeof(ulong), "ulong"),
        (typeof(float), "float"), (typeof(double), "double"), (typeof(decimal), "decimal"), (typeof(Guid), "Guid"),
        (typeof(DateTime), "DateTime"), (typeof(DateTimeOffset), "DateTimeOffset"), (typeof(TimeSpan), "TimeSpan"),
        (typeof(List<>), "List"), (typeof(HashSet<>), "HashSet"), (typeof(Dictionary<,>), "Dictionary"), (typeof(KeyValuePair<,>), "KeyValuePair"),
    ];

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, Type> ByAlias = WellKnown.ToDictionary(known => known.Name, known => known.Type);
    private static readonly Dictionary<Type, string> ShortNames = WellKnown.ToDictionary(known => known.Type, known => known.Name);
    private static readonly Dictionary<string, Assembly> Loaded = [];
    private static readonly Dictionary<string, AssemblyName> Referenced = [];
    private static readonly HashSet<Assembly> Scanned = [];
    private static readonly ConcurrentDictionary<string, Type> Found = new();

    // Assemblies are scanned when one was loaded since, not for each name that is not found: hostile bytes may hold many of those.
    private static volatile bool _stale = true;

    static TypeDirectory() => AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => _stale |= !loaded.LoadedAssembly.IsDynamic;

    /// <summary>The name of a type that is neither an array nor a constructed generic type.</summary>
    /// <exception cref="SerializerException">Its alias is another type's too.</exception>
    public static string NameOf(Type type)
    {
        if (ShortNames.TryGetValue(type, out var known))
        {
            return known;
        }

        if (type.GetCustomAttributes<AliasAttribute>(inherit: false).FirstOrDefault()?.Alias is { } alias)
        {
            // Two types of one alias would be taken for each other on the other side.
            var owner = FindAlias(alias);
            return owner is null || owner == type ? alias : throw new SerializerException($"Types {owner} and {type} have the same alias \"{alias}\".");
        }

        return $"{type.FullName},{type.Assembly.GetName().Name}";
    }

    /// <summary>The type of that name; null if there is none in the loaded assemblies and those that they refer to.</summary>
    public static Type? Find(string name)
    {
        if (Found.TryGetValue(name, out var known))
        {
            return known;
        }

        var comma = name.LastIndexOf(',');
        var type = FindAlias(name) ?? (comma > 0 ? FindAssembly(name[(comma + 1)..])?.GetType(name[..comma], throwOnError: false) : null);
        if (type is not null)
        {
            Found.TryAdd(name, type);
        }

        return type;
    }

    private static Type? FindAlias(string alias)
    {
        lock (Gate)
        {
            ScanNew();
            return ByAlias.GetValueOrDefault(alias);
        }
    }

    private static Assembly? FindAssembly(string name)
    {
        AssemblyName? reference;
        lock (Gate)
        {
            ScanNew();
            if (Loaded.TryGetValue(name, out var loaded))
            {
                return loaded;
            }

            reference = Referenced.GetValueOrDefault(name);
        }

        // What the application refers to may not be loaded yet; anything else that bytes name is not loaded for them.
        return reference is null ? null : Assembly.Load(reference);
    }

    private static void ScanNew()
    {
        while (_stale)
        {
            _stale = false;
            foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            {
                if (!assembly.IsDynamic && Scanned.Add(assembly))
                {
                    Scan(assembly);
                }
            }
        }
    }

    private static void Scan(Assembly assembly)
    {
        Loaded.TryAdd(assembly.GetName().Name!, assembly);
        var references = assembly.GetReferencedAssemblies();
        foreach (var reference in references)
        {
            Referenced.TryAdd(reference.Name!, reference);
        }

        var own = typeof(AliasAttribute).Assembly;
        if (assembly != own && !references.Any(reference => reference.Name == own.GetName().Name))
        {
            return;
        }

        foreach (var type in LoadableTypes(assembly))
        {
            foreach (var attribute in type.GetCustomAttributes<AliasAttribute>(inherit: false))
            {
                // The first one keeps the name; the other one is refused when it is to be written.
                ByAlias.TryAdd(attribute.Alias, type);
            }
        }
    }

    private static IEnumerable<Type> LoadableTypes(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            // A reference that is missing at run time must not hide the rest of the assembly.
            return e.Types.OfType<Type>();
        }
    }
}
