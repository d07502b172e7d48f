using Orleans.Serialization.Buffers;

namespace Orleans.Serialization.Objects;

/// <summary>Writes the members of an object.</summary>
internal delegate void MembersWriter<T>(ref Writer writer, ref T value);

/// <summary>Reads the payload of one member into an object; answers whether there is such a member.</summary>
internal delegate bool MemberReader<T>(ref Reader reader, ref T value, int level, uint id, WireType wire);

/// <summary>Copies the members of an object.</summary>
internal delegate void MembersCopier<T>(ref T from, ref T to, ref CopyContext context);
