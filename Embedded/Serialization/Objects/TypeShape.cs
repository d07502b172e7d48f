using System.Collections.Concurrent;
using System.Reflection;

namespace Orleans.Serialization.Objects;

/// <summary>
/// The serialized members of a type, level by level. Ids count from 0 on each level: from the root of the hierarchy to the type itself, and on each
/// type first the parameters of its primary constructor and then the members that are marked in its body. That is Orleans' numbering.
/// </summary>
internal sealed class TypeShape
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly ConcurrentDictionary<Type, TypeShape?> Shapes = new();

    private TypeShape(Type type, IReadOnlyList<IReadOnlyList<MemberShape>> levels)
    {
        Type = type;
        Levels = levels;
    }

    public Type Type { get; }

    public IReadOnlyList<IReadOnlyList<MemberShape>> Levels { get; }

    public IEnumerable<MemberShape> Members => Levels.SelectMany(level => level);

    /// <summary>The shape of a type that is made of members; null if it is not marked and not one of the platform's own tuples.</summary>
    /// <exception cref="SerializerException">The marks contradict each other.</exception>
    public static TypeShape? TryGet(Type type) => Shapes.GetOrAdd(type, Create);

    /// <summary>Whether a type carries [GenerateSerializer] itself.</summary>
    public static bool IsMarked(Type type) => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false);

    private static TypeShape? Create(Type type)
    {
        if (IsTuple(type))
        {
            var fields = type.GetFields(Declared).OrderBy(field => field.MetadataToken);
            return new TypeShape(type, [fields.Select((field, index) => OfField((uint)index, field)).ToArray()]);
        }

        if (!IsMarked(type) || type.IsEnum || type.IsInterface)
        {
            return null;
        }

        var levels = new List<IReadOnlyList<MemberShape>>();
        for (var each = type; each is not null && each != typeof(object) && each != typeof(ValueType) && each != typeof(Exception); each = each.BaseType)
        {
            if (IsMarked(each))
            {
                levels.InsertRange(0, LevelsOf(each));
            }
        }

        return new TypeShape(type, levels);
    }

    private static bool IsTuple(Type type) => type.IsConstructedGenericType
        && type.Namespace is "System" or "System.Collections.Generic"
        && (type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)
            || (typeof(System.Runtime.CompilerServices.ITuple).IsAssignableFrom(type) && type.Assembly == typeof(Tuple<>).Assembly));

    private static IEnumerable<IReadOnlyList<MemberShape>> LevelsOf(Type type)
    {
        var parameters = PrimaryConstructor.Find(type);
        var byParameter = new List<MemberShape>();
        var marked = new List<MemberShape>();
        foreach (var property in type.GetProperties(Declared))
        {
            var backing = type.GetField($"<{property.Name}>k__BackingField", Declared);
            if (property.GetCustomAttribute<IdAttribute>() is { } id)
            {
                marked.Add(OfProperty(id.Id, property, backing));
            }
            else if (Array.FindIndex(parameters, parameter => PrimaryConstructor.Matches(parameter, property)) is var index and >= 0
                && backing?.IsDefined(typeof(IdAttribute)) != true)
            {
                byParameter.Add(OfProperty(parameters[index].GetCustomAttribute<IdAttribute>()?.Id ?? (uint)index, property, backing));
            }
        }

        foreach (var field in type.GetFields(Declared))
        {
            if (field.GetCustomAttribute<IdAttribute>() is { } id)
            {
                marked.Add(OfField(id.Id, field));
            }
        }

        return parameters.Length > 0 ? [Sorted(type, byParameter), Sorted(type, marked)] : [Sorted(type, marked)];
    }

    private static MemberShape[] Sorted(Type type, List<MemberShape> members)
    {
        MemberShape[] sorted = [.. members.OrderBy(member => member.Id)];
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i].Id == sorted[i - 1].Id)
            {
                throw new SerializerException($"Members {sorted[i - 1].Name} and {sorted[i].Name} of type {type} have the same id {sorted[i].Id}.");
            }
        }

        return sorted;
    }

    private static MemberShape OfField(uint id, FieldInfo field) =>
        new(id, field.Name, field.FieldType, field, null, field.IsDefined(typeof(ImmutableAttribute)));

    private static MemberShape OfProperty(uint id, PropertyInfo property, FieldInfo? backing)
    {
        if (backing is null && (property.GetMethod is null || property.SetMethod is null))
        {
            throw new SerializerException($"Property {property.Name} of type {property.DeclaringType} has an id but cannot be both read and set.");
        }

        return new(id, property.Name, property.PropertyType, backing, property, property.IsDefined(typeof(ImmutableAttribute)));
    }
}
