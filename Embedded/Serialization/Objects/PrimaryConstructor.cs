using System.Reflection;
using System.Runtime.CompilerServices;

namespace Orleans.Serialization.Objects;

/// <summary>Finds the primary constructor of a type, whose parameters are serialized members of their own.</summary>
internal static class PrimaryConstructor
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Its parameters; none if the type has no such constructor, or its parameters are not to be members.</summary>
    public static ParameterInfo[] Find(Type type)
    {
        var mark = type.GetCustomAttributesData().First(data => data.AttributeType == typeof(GenerateSerializerAttribute));
        var wanted = mark.NamedArguments
            .Where(argument => argument.MemberName == nameof(GenerateSerializerAttribute.IncludePrimaryConstructorParameters))
            .Select(argument => (bool?)argument.TypedValue.Value!)
            .FirstOrDefault();
        if (wanted == false)
        {
            return [];
        }

        return type.GetMethod("<Clone>$", Declared) is not null || type.GetMethod("PrintMembers", Declared)?.IsDefined(typeof(CompilerGeneratedAttribute)) == true
            ? OfRecord(type)
            : OfClass(type);
    }

    /// <summary>Whether a property holds the value of a constructor parameter.</summary>
    public static bool Matches(ParameterInfo parameter, PropertyInfo property) =>
        parameter.ParameterType == property.PropertyType && Canonical(parameter.Name!) == Canonical(property.Name);

    // The compiler gives a positional record a Deconstruct method with exactly the primary constructor's parameters.
    private static ParameterInfo[] OfRecord(Type type) =>
        type.GetMethods(Declared)
            .Where(method => method.Name == "Deconstruct" && method.IsDefined(typeof(CompilerGeneratedAttribute)))
            .Select(deconstruct => type.GetConstructors(Declared)
                .Select(constructor => constructor.GetParameters())
                .FirstOrDefault(parameters => SameParameters(parameters, deconstruct.GetParameters())))
            .FirstOrDefault(parameters => parameters is not null) ?? [];

    private static ParameterInfo[] OfClass(Type type)
    {
        var properties = type.GetProperties(Declared).Where(IsAutomatic).ToDictionary(property => property.Name);
        return type.GetConstructors(Declared)
            .Select(constructor => constructor.GetParameters())
            .FirstOrDefault(parameters => parameters.Length > 0 && parameters.All(parameter => properties.ContainsKey(parameter.Name!))) ?? [];
    }

    private static bool SameParameters(ParameterInfo[] constructor, ParameterInfo[] deconstruct) =>
        constructor.Length == deconstruct.Length
        && constructor.Zip(deconstruct).All(pair => pair.First.Name == pair.Second.Name && pair.First.ParameterType.MakeByRefType() == pair.Second.ParameterType);

    private static bool IsAutomatic(PropertyInfo property) =>
        property.GetMethod?.IsDefined(typeof(CompilerGeneratedAttribute)) == true && property.SetMethod?.IsDefined(typeof(CompilerGeneratedAttribute)) == true;

    private static string Canonical(string name)
    {
        var trimmed = name.TrimStart('_');
        return trimmed.Length > 0 && char.IsUpper(trimmed[0]) ? char.ToLowerInvariant(trimmed[0]) + trimmed[1..] : trimmed;
    }
}
