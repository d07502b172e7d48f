using System.Collections.Immutable;

namespace OrleansRocket.Tests.Engine.Serialization;

[GenerateSerializer]
public enum Colour : byte
{
    Red,
    Green = 7,
}

[GenerateSerializer]
public sealed class Basics
{
    [Id(0)] public bool Flag { get; set; }
    [Id(1)] public byte Byte { get; set; }
    [Id(2)] public sbyte SByte { get; set; }
    [Id(3)] public short Short { get; set; }
    [Id(4)] public ushort UShort { get; set; }
    [Id(5)] public int Int { get; set; }
    [Id(6)] public uint UInt { get; set; }
    [Id(7)] public long Long { get; set; }
    [Id(8)] public ulong ULong { get; set; }
    [Id(9)] public float Float { get; set; }
    [Id(10)] public double Double { get; set; }
    [Id(11)] public decimal Decimal { get; set; }
    [Id(12)] public char Char { get; set; }
    [Id(13)] public string? Text { get; set; }
    [Id(14)] public Guid Guid { get; set; }
    [Id(15)] public DateTime Time { get; set; }
    [Id(16)] public DateTimeOffset Zoned { get; set; }
    [Id(17)] public TimeSpan Span { get; set; }
    [Id(18)] public DateOnly Day { get; set; }
    [Id(19)] public TimeOnly Clock { get; set; }
    [Id(20)] public Uri? Uri { get; set; }
    [Id(21)] public Version? Version { get; set; }
    [Id(22)] public Colour Colour { get; set; }
    [Id(23)] public int? Maybe { get; set; }
    [Id(1000)] public Colour? MaybeColour { get; set; }
}

[GenerateSerializer]
public sealed class Collections
{
    [Id(0)] public byte[]? Bytes { get; set; }
    [Id(1)] public ReadOnlyMemory<byte> Memory { get; set; }
    [Id(2)] public int[]? Ints { get; set; }
    [Id(3)] public string?[]? Texts { get; set; }
    [Id(4)] public List<string>? List { get; set; }
    [Id(5)] public HashSet<int>? Set { get; set; }
    [Id(6)] public Dictionary<string, List<int>>? Map { get; set; }
    [Id(7)] public ImmutableArray<Point> Points { get; set; }
    [Id(8)] public IReadOnlyList<Point>? ReadOnly { get; set; }
    [Id(9)] public IReadOnlyDictionary<string, long>? ReadOnlyMap { get; set; }
    [Id(10)] public KeyValuePair<string, int> Pair { get; set; }
    [Id(11)] public (int Number, string Text) Values { get; set; }
    [Id(12)] public Tuple<int, string>? Tuple { get; set; }
    [Id(13)] public List<int?>? Maybes { get; set; }
    [Id(14)] public int[][]? Jagged { get; set; }
    [Id(15)] public ArraySegment<byte> Segment { get; set; }
    [Id(16)] public IEnumerable<int>? Sequence { get; set; }
}

[GenerateSerializer]
public record struct Point(int X, int Y);

[GenerateSerializer]
public readonly struct Fraction
{
    [Id(0)] private readonly long _numerator;
    [Id(1)] private readonly long _denominator;

    public Fraction(long numerator, long denominator) => (_numerator, _denominator) = (numerator, denominator);

    public double Value => (double)_numerator / _denominator;
}

[GenerateSerializer]
public sealed record Positional(string Name, int Age, IReadOnlyList<string> Tags)
{
    [Id(0)] public string? Note { get; init; }

    [field: NonSerialized] public int NotCarried { get; set; }
}

[GenerateSerializer]
public record Animal([property: Id(0)] string Name)
{
    [Id(1)] public int Legs { get; init; } = 4;
}

[GenerateSerializer, Alias("tests.dog")]
public sealed record Dog(string Name, bool Barks) : Animal(Name)
{
    [Id(0)] public string? Breed { get; init; }
}

[GenerateSerializer]
public sealed record Snake(string Name, double Length) : Animal(Name);

[GenerateSerializer]
public abstract class Vehicle
{
    [Id(0)] public string? Plate { get; protected set; }

    public abstract int Wheels { get; }
}

[GenerateSerializer]
public class Car : Vehicle
{
    [Id(0)] private int _seats;

    public int Seats => _seats;

    public override int Wheels => 4;

    public static Car Create(string plate, int seats) => new() { Plate = plate, _seats = seats };
}

[GenerateSerializer]
public sealed class Zoo
{
    [Id(0)] public Animal? Favourite { get; set; }
    [Id(1)] public List<Animal> Animals { get; set; } = [];
    [Id(2)] public object? Anything { get; set; }
    [Id(3)] public Vehicle? Vehicle { get; set; }
    [Id(4)] public IComparable? Comparable { get; set; }
}

[GenerateSerializer]
public sealed class NoDefaultConstructor
{
    [Id(0)] private readonly int _value;

    public NoDefaultConstructor(int value) => _value = value;

    public int Value => _value;
}

[GenerateSerializer]
internal sealed class Secret
{
    [Id(0)] internal int Number;

    [Id(1)] internal Generic<Secret>? Inner { get; init; }
}

[GenerateSerializer]
public sealed class Generic<T>
{
    [Id(0)] public T? Value { get; set; }

    [Id(1)] public T[]? Values { get; set; }
}

[GenerateSerializer]
public sealed class Node
{
    [Id(0)] public string? Name { get; set; }
    [Id(1)] public Node? Next { get; set; }
    [Id(2)] public List<Node> Children { get; set; } = [];
}

[GenerateSerializer, Immutable]
public sealed class Frozen
{
    [Id(0)] public byte[] Bytes { get; init; } = [];
}

[GenerateSerializer]
public sealed class Holder
{
    [Id(0)] public Frozen? Frozen { get; set; }
    [Id(1), Immutable] public byte[]? Shared { get; set; }
    [Id(2)] public byte[]? Own { get; set; }
    [Id(3)] public Orleans.Concurrency.Immutable<byte[]> Wrapped { get; set; }
    [Id(4)] public List<string>? Names { get; set; }
}

public sealed class Unmarked
{
    public int Value { get; set; }
}

[GenerateSerializer]
public class QuotaException : Exception
{
    public QuotaException()
    {
    }

    public QuotaException(string message)
        : base(message)
    {
    }

    public QuotaException(string message, Exception inner)
        : base(message, inner)
    {
    }

    [Id(0)] public int Limit { get; set; }

    [Id(1)] public string? Resource { get; init; }
}
