using System.Reflection;

namespace Orleans.Serialization.Objects;

/// <summary>A serialized member: a field, which may be the one behind a property, or a property with code of its own.</summary>
internal sealed record MemberShape(uint Id, string Name, Type Type, FieldInfo? Field, PropertyInfo? Property, bool IsImmutable);
