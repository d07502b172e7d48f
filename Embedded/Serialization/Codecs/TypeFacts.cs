using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Orleans.Runtime;
using Orleans.Serialization.Objects;

namespace Orleans.Serialization.Codecs;

/// <summary>What can be said about the values of a type from its declaration alone.</summary>
internal static class TypeFacts
{
    private static readonly ConcurrentDictionary<Type, bool> Shareable = new();
    private static readonly ConcurrentDictionary<Type, bool> Tracked = new();

    /// <summary>Whether values of a declared type may be of other types.</summary>
    public static bool IsOpen(Type type) => !type.IsValueType && !type.IsSealed && !IsGrainReference(type) && !typeof(Exception).IsAssignableFrom(type)
        && !IsPlatformTuple(type) && type != typeof(Uri) && type != typeof(System.Net.IPAddress) && type != typeof(System.Net.IPEndPoint);

    /// <summary>Whether the type is a grain or observer interface, or the class of a reference to one.</summary>
    public static bool IsGrainReference(Type type) =>
        typeof(IAddressable).IsAssignableFrom(type) && (type.IsInterface || typeof(GrainReference).IsAssignableFrom(type));

    /// <summary>Whether a value of the type never changes, with all that it refers to, so that it need not be copied.</summary>
    public static bool IsShareable(Type type)
    {
        if (Shareable.TryGetValue(type, out var known))
        {
            return known;
        }

        // Whatever a type refers to on a way back to itself is a class that can change: no is the right answer meanwhile, but only for this thread.
        var answer = ComputeShareable(type, []);
        return Shareable.GetOrAdd(type, answer);
    }

    /// <summary>
    /// Whether an object of the type may refer back to itself, through whatever it refers to; such objects are tracked by identity.
    /// </summary>
    public static bool IsTracked(Type type) => Tracked.TryGetValue(type, out var known) ? known : Tracked.GetOrAdd(type, ComputeTracked(type));

    /// <summary>Whether objects of exactly this type never change.</summary>
    public static bool IsMarkedImmutable(Type type) => type.IsDefined(typeof(ImmutableAttribute), inherit: false);

    private static bool ComputeShareable(Type type, HashSet<Type> path)
    {
        if (type.IsPrimitive || type.IsEnum || BasicCodecs.IsImmutable(type)
            || typeof(Exception).IsAssignableFrom(type) || typeof(GrainReference).IsAssignableFrom(type))
        {
            return true;
        }

        // A class derived from an immutable one need not be immutable itself.
        if (type.IsInterface || IsOpen(type) || !path.Add(type))
        {
            return false;
        }

        if (IsMarkedImmutable(type))
        {
            return true;
        }

        var answer = CollectionCodecs.IsImmutable(type)
            ? type.GetGenericArguments().All(argument => ComputeShareable(argument, path))
            : Nullable.GetUnderlyingType(type) is { } underlying
                ? ComputeShareable(underlying, path)
                : (type.IsValueType || IsPlatformTuple(type)) && TypeShape.TryGet(type) is { } shape
                    && shape.Members.All(member => member.IsImmutable || ComputeShareable(member.Type, path));
        path.Remove(type);
        return answer;
    }

    private static bool IsPlatformTuple(Type type) => type.Assembly == typeof(Tuple<>).Assembly && typeof(ITuple).IsAssignableFrom(type);

    private static bool ComputeTracked(Type type)
    {
        if (type.IsValueType)
        {
            return false;
        }

        var seen = new HashSet<Type>();
        var open = new Stack<Type>(PartsOf(type));
        while (open.TryPop(out var part))
        {
            if (part == type || IsAnything(part))
            {
                return true;
            }

            if (seen.Add(part))
            {
                foreach (var inner in PartsOf(part))
                {
                    open.Push(inner);
                }
            }
        }

        return false;
    }

    /// <summary>Whether a member of the type may hold an object of a type that its declaration does not show.</summary>
    private static bool IsAnything(Type type) => IsOpen(type) && !CollectionCodecs.IsCollection(type);

    private static IEnumerable<Type> PartsOf(Type type)
    {
        if (BasicCodecs.IsImmutable(type) || IsGrainReference(type) || typeof(Exception).IsAssignableFrom(type))
        {
            return [];
        }

        if (type.IsArray)
        {
            return [type.GetElementType()!];
        }

        if (CollectionCodecs.IsCollection(type) || Nullable.GetUnderlyingType(type) is not null)
        {
            return type.GetGenericArguments();
        }

        return TypeShape.TryGet(type)?.Members.Select(member => member.Type) ?? [];
    }
}
