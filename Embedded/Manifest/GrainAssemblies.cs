using System.Reflection;

namespace Orleans.Runtime;

/// <summary>Finds the assemblies that can hold grains: those that refer to this engine, and what they refer to.</summary>
internal static class GrainAssemblies
{
    public static IEnumerable<Type> Types() => All()
        .SelectMany(TypesOf)

        // What is private to another class cannot be meant for others to call.
        .Where(t => !t.IsNestedPrivate);

    /// <summary>The assemblies, in the order of their names.</summary>
    public static IEnumerable<Assembly> All()
    {
        var engine = typeof(GrainAssemblies).Assembly;
        var seen = new Dictionary<string, Assembly>(StringComparer.Ordinal);
        var open = new Queue<Assembly>(AppDomain.CurrentDomain.GetAssemblies());
        if (Assembly.GetEntryAssembly() is { } entry)
        {
            open.Enqueue(entry);
        }

        while (open.TryDequeue(out var assembly))
        {
            if (assembly.IsDynamic || IsPlatform(assembly.GetName().Name) || !seen.TryAdd(assembly.FullName!, assembly))
            {
                continue;
            }

            foreach (var name in assembly.GetReferencedAssemblies().Where(n => !IsPlatform(n.Name)))
            {
                if (!seen.ContainsKey(name.FullName) && TryLoad(name) is { } loaded)
                {
                    open.Enqueue(loaded);
                }
            }
        }

        return seen.Values
            .Where(a => a == engine || a.GetReferencedAssemblies().Any(n => n.Name == engine.GetName().Name))
            .OrderBy(a => a.FullName, StringComparer.Ordinal);
    }

    /// <summary>Those that are deployed with the application, whether anything in it refers to them or not.</summary>
    public static IEnumerable<Assembly> Deployed()
    {
        var paths = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        foreach (var path in paths)
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (path.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal) && !IsPlatform(name) && TryLoad(new AssemblyName(name)) is { } assembly)
            {
                yield return assembly;
            }
        }
    }

    private static bool IsPlatform(string? name) => name is null
        || name.StartsWith("System.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.", StringComparison.Ordinal)
        || name is "System" or "mscorlib" or "netstandard";

    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (IOException)
        {
            // A reference that is not deployed cannot hold a grain that is used.
            return null;
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }

    private static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            return exception.Types.OfType<Type>();
        }
    }
}
