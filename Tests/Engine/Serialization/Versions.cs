namespace OrleansRocket.Tests.Engine.Serialization;

/// <summary>One type as an older program knows it.</summary>
[GenerateSerializer]
public sealed class OrderV1
{
    [Id(0)] public string? Id { get; set; }
    [Id(2)] public int Amount { get; set; } = -1;
    [Id(9)] public string? Last { get; set; }
}

/// <summary>The same type as a newer program knows it.</summary>
[GenerateSerializer]
public sealed class OrderV2
{
    [Id(0)] public string? Id { get; set; }
    [Id(1)] public Node? Graph { get; set; }
    [Id(2)] public int Amount { get; set; }
    [Id(3)] public Dictionary<string, List<Point>>? Extra { get; set; }
    [Id(4)] public object? Anything { get; set; }
    [Id(5)] public double Weight { get; set; }
    [Id(6)] public Guid Key { get; set; }
    [Id(7)] public List<Animal>? Animals { get; set; }
    [Id(8)] public float Price { get; set; }
    [Id(9)] public string? Last { get; set; }
    [Id(300)] public byte[]? Signature { get; set; }
}

[GenerateSerializer]
public sealed class LinkV1
{
    [Id(1)] public Node? Node { get; set; }
    [Id(2)] public object? Typed { get; set; }
    [Id(3)] public Node? Root { get; set; }
}

[GenerateSerializer]
public sealed class LinkV2
{
    [Id(0)] public List<object>? Skipped { get; set; }
    [Id(1)] public Node? Node { get; set; }
    [Id(2)] public object? Typed { get; set; }
    [Id(3)] public Node? Root { get; set; }
}

[GenerateSerializer]
public sealed record EventV1(string Name);

[GenerateSerializer]
public sealed record EventV2(string Name, int Priority, string? Source);

[GenerateSerializer]
public class BaseV1
{
    [Id(0)] public int A { get; set; }
}

[GenerateSerializer]
public sealed class DerivedV1 : BaseV1
{
    [Id(0)] public int B { get; set; }
}

[GenerateSerializer]
public class BaseV2
{
    [Id(0)] public int A { get; set; }
    [Id(1)] public string? Added { get; set; }
}

[GenerateSerializer]
public sealed class DerivedV2 : BaseV2
{
    [Id(0)] public int B { get; set; }
    [Id(1)] public string? Added2 { get; set; }
}
